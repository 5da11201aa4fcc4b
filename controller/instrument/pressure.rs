//! The reference transducer: one pressure per beat from a Paroscientific transmitter, and one when safe-down asks, from any.

use super::{Content, DriverError, Outlet, Pace, Report, declared, duration};
use crate::link::{Link, LinkError, LinkSettings, Stamped, Wiring};
use hadal_models::quantity::AbsolutePressure;
use hadal_rigs::description::Instrument;
use hadal_wire::declared::{Dialect, EndedLines, Quantity};
use hadal_wire::paroscientific::{Command, Content as Said, Reply, ReplyDecoder, Request, TRANSMITTER};
use std::convert::Infallible;
use std::time::Duration;

/// The reference transducer.
pub struct Transmitter {
    /// The line.
    pub link: LinkSettings,
    /// Time between readings.
    pub period_s: f64,
    /// Longest wait for a reply.
    pub reply_timeout_s: f64,
}

impl Transmitter {
    /// Reads on every beat; ends only with an error.
    pub async fn run(self, wiring: Wiring, mut outlet: Outlet) -> Result<Infallible, DriverError> {
        let mut pace = Pace::new(&wiring.clock, self.period_s);
        let within = duration(self.reply_timeout_s);
        let mut link = Link::<ReplyDecoder>::new(self.link, wiring.clone());
        loop {
            pace.beat().await;
            match read(&mut link, within).await {
                Ok(stamped) => {
                    let at_ns = stamped.sent_ns.midpoint(stamped.received_ns);
                    let content = Content::Pressure { indicated: Ok(stamped.value) };
                    outlet.good(Report { at_ns, sequence: stamped.sequence, content })?;
                }
                Err(error) => {
                    let content = Content::Pressure { indicated: Err(outlet.miss(error)?) };
                    outlet.send(Report { at_ns: wiring.clock.now_ns(), sequence: 0, content })?;
                }
            }
        }
    }
}

async fn read(
    link: &mut Link<ReplyDecoder>,
    within: Duration,
) -> Result<Stamped<AbsolutePressure>, LinkError> {
    let request = Request { transmitter: TRANSMITTER, command: Command::Pressure }.encode();
    link.transact(&request, within, indicated).await
}

/// The number of a reply that comes from our transmitter.
fn indicated(reply: Reply) -> Option<AbsolutePressure> {
    match reply.content {
        Said::Value(psi) if reply.transmitter == TRANSMITTER => Some(AbsolutePressure::from_psi(psi)),
        _ => None,
    }
}

/// A line of its own to the reference, whatever it is, for who asks it besides its driver.
pub(crate) struct ReferenceLink {
    wire: Wire,
    within: Duration,
}

enum Wire {
    Paroscientific(Link<ReplyDecoder>),
    Declared(Link<EndedLines>, Dialect),
}

impl ReferenceLink {
    /// A fresh line; it opens when first used.
    pub(crate) fn new(instrument: &Instrument, settings: LinkSettings, wiring: Wiring) -> Self {
        let wire = match &instrument.dialect {
            Some(dialect) => {
                Wire::Declared(Link::reading(settings, wiring, dialect.replies()), (**dialect).clone())
            }
            None => Wire::Paroscientific(Link::new(settings, wiring)),
        };
        Self { wire, within: duration(instrument.reply_timeout_s) }
    }

    /// What it indicates now, and when it said so (ns on the run's clock); `None` where it says nothing good.
    pub(crate) async fn indicated(&mut self) -> Option<(AbsolutePressure, u64)> {
        match &mut self.wire {
            Wire::Paroscientific(link) => {
                let stamped = read(link, self.within).await.ok()?;
                Some((stamped.value, stamped.received_ns))
            }
            Wire::Declared(link, dialect) => {
                let is_pressure =
                    |field: &hadal_wire::declared::Field| field.quantity == Quantity::ReferencePressure;
                let (query, name, _) = dialect.fields().find(|(_, _, field)| is_pressure(field))?;
                let stamped = declared::ask(link, dialect, query, self.within).await.ok()?;
                let mpa = *stamped.value.ok()?.get(name)?;
                Some((AbsolutePressure::from_mpa(mpa), stamped.received_ns))
            }
        }
    }
}
