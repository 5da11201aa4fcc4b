//! Paroscientific transmitter: one pressure per beat.

use super::{Content, DriverError, Outlet, Pace, Report, duration};
use crate::link::{Link, LinkSettings, Wiring};
use hadal_wire::paroscientific::{Command, Content as Said, Reply, ReplyDecoder, Request, TRANSMITTER};
use std::convert::Infallible;

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
        let request = Request { transmitter: TRANSMITTER, command: Command::Pressure }.encode();
        let mut link = Link::<ReplyDecoder>::new(self.link, wiring.clone());
        loop {
            pace.beat().await;
            match link.transact(&request, within, pressure_psi).await {
                Ok(stamped) => {
                    let at_ns = stamped.sent_ns.midpoint(stamped.received_ns);
                    let content = Content::Pressure { psi: Ok(stamped.value) };
                    outlet.good(Report { at_ns, sequence: stamped.sequence, content })?;
                }
                Err(error) => {
                    let content = Content::Pressure { psi: Err(outlet.miss(error)?) };
                    outlet.send(Report { at_ns: wiring.clock.now_ns(), sequence: 0, content })?;
                }
            }
        }
    }
}

/// The number of a reply that comes from our transmitter.
pub(crate) fn pressure_psi(reply: Reply) -> Option<f64> {
    match reply.content {
        Said::Value(psi) if reply.transmitter == TRANSMITTER => Some(psi),
        _ => None,
    }
}
