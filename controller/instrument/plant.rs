//! The plant's PLC: on every beat the whole command block is written, with a new heartbeat, and the status read.
//!
//! Over TCP replies carry the number of their request. On a serial bus they carry none: only the link's quiet wait after a
//! missed deadline keeps a late reply from being taken for a fresh one.

use super::{Content, DriverError, Outlet, Pace, Report, duration};
use crate::link::{Link, LinkError, LinkSettings, Stamped, Wiring};
use hadal_wire::plant_plc::{
    CommandBlock, Exception, RegisterMap, Reply, ReplyDecoder, Request, StatusBlock, Tagged, rtu,
};
use std::convert::Infallible;
use std::time::Duration;
use tokio::sync::watch;

/// How requests and replies are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Framing {
    /// Modbus TCP.
    Tcp,
    /// Modbus RTU.
    Rtu,
}

/// The PLC.
pub struct Plc {
    /// How requests and replies are told apart.
    pub framing: Framing,
    /// Where it keeps each quantity.
    pub map: RegisterMap,
    /// The line.
    pub link: LinkSettings,
    /// Time between beats.
    pub period_s: f64,
    /// Longest wait for a reply.
    pub reply_timeout_s: f64,
    /// What the core wants of the plant; the latest counts.
    pub wanted: watch::Receiver<CommandBlock>,
}

impl Plc {
    /// Commands and reads on every beat; ends only with an error.
    pub async fn run(self, wiring: Wiring, mut outlet: Outlet) -> Result<Infallible, DriverError> {
        let mut pace = Pace::new(&wiring.clock, self.period_s);
        let mut plant =
            PlantLink::new(self.framing, self.map, self.link, wiring.clone(), duration(self.reply_timeout_s));
        loop {
            pace.beat().await;
            let wanted = *self.wanted.borrow();
            match plant.exchange(wanted).await {
                Ok(stamped) => {
                    let at_ns = stamped.sent_ns.midpoint(stamped.received_ns);
                    let content = Content::Plant { status: Ok(stamped.value) };
                    outlet.good(Report { at_ns, sequence: stamped.sequence, content })?;
                }
                Err(error) => {
                    let content = Content::Plant { status: Err(outlet.miss(error)?) };
                    outlet.send(Report { at_ns: wiring.clock.now_ns(), sequence: 0, content })?;
                }
            }
        }
    }
}

/// A line of either sort.
enum Wire {
    Tcp(Link<ReplyDecoder>),
    Rtu(Link<rtu::ReplyDecoder>),
}

/// A line to the PLC with its transaction numbers and our heartbeat.
pub struct PlantLink {
    wire: Wire,
    map: RegisterMap,
    within: Duration,
    transaction: u16,
    heartbeat: u16,
}

impl PlantLink {
    /// A fresh line; it opens when first used.
    pub fn new(
        framing: Framing,
        map: RegisterMap,
        settings: LinkSettings,
        wiring: Wiring,
        within: Duration,
    ) -> Self {
        let wire = match framing {
            Framing::Tcp => Wire::Tcp(Link::reading(settings, wiring, ReplyDecoder::by(&map))),
            Framing::Rtu => Wire::Rtu(Link::reading(settings, wiring, rtu::ReplyDecoder::by(&map))),
        };
        Self { wire, map, within, transaction: 0, heartbeat: 0 }
    }

    /// Writes the block with the next heartbeat, then reads the status.
    pub async fn exchange(&mut self, wanted: CommandBlock) -> Result<Stamped<StatusBlock>, LinkError> {
        self.write(wanted).await?;
        let status = self.transact(Request::ReadStatus).await?;
        match status.value {
            Reply::Status(block) => {
                let Stamped { sequence, sent_ns, received_ns, .. } = status;
                Ok(Stamped { value: block, sequence, sent_ns, received_ns })
            }
            other => Err(refused(&other)),
        }
    }

    /// Writes the block with the next heartbeat.
    pub async fn write(&mut self, wanted: CommandBlock) -> Result<(), LinkError> {
        self.heartbeat = self.heartbeat.wrapping_add(1);
        let block = CommandBlock { heartbeat: self.heartbeat, ..wanted };
        match self.transact(Request::WriteCommand(block)).await?.value {
            Reply::Written => Ok(()),
            other => Err(refused(&other)),
        }
    }

    async fn transact(&mut self, request: Request) -> Result<Stamped<Reply>, LinkError> {
        self.transaction = self.transaction.wrapping_add(1);
        let number = self.transaction;
        match &mut self.wire {
            Wire::Tcp(link) => {
                let ours = |reply: Tagged<Reply>| (reply.transaction == number).then_some(reply.message);
                link.transact(&request.encode_by(&self.map, number), self.within, ours).await
            }
            Wire::Rtu(link) => {
                let ours = |reply: Reply| answers(&request, &reply).then_some(reply);
                let addressed = rtu::Addressed { unit: self.map.unit, message: request };
                link.transact(&addressed.encode_by(&self.map), self.within, ours).await
            }
        }
    }
}

/// Whether a reply can be the answer to a request, by its shape.
fn answers(request: &Request, reply: &Reply) -> bool {
    match reply {
        Reply::Status(_) => matches!(request, Request::ReadStatus),
        Reply::Written => matches!(request, Request::WriteCommand(_)),
        Reply::Refused { .. } => true,
        Reply::Register(_) | Reply::RegisterWritten { .. } => false,
    }
}

/// A PLC that refuses its own map is as good as lost.
fn refused(reply: &Reply) -> LinkError {
    let exception = match reply {
        Reply::Refused { exception, .. } => *exception,
        _ => Exception::IllegalFunction,
    };
    LinkError::Disconnected(std::io::Error::other(format!("the PLC refused: {exception}")))
}
