//! Fluke 1594A and 1595A: their inputs in turn, each measured afresh and read when the bridge says that the value is new.

use super::{Content, DriverError, Outlet, Pace, Report, duration};
use crate::clock::nanoseconds;
use crate::link::{Link, LinkError, LinkSettings, Stamped, Wiring};
use hadal_record::event::NoData;
use hadal_wire::fluke_1595a::{NEW_MEASUREMENT, Reply, ReplyDecoder, Request};
use std::convert::Infallible;
use std::time::Duration;

/// One bridge and its thermometers.
pub struct Bridge {
    /// The line.
    pub link: LinkSettings,
    /// Thermometers: index in the rig file and input of the bridge.
    pub inputs: Vec<(usize, u8)>,
    /// Time between rounds through all inputs.
    pub period_s: f64,
    /// Longest wait for a reply.
    pub reply_timeout_s: f64,
}

/// The bridge integrates one measurement for about this long (1595A: 2 s with default settings).
const INTEGRATION_S: f64 = 2.0;
/// Time after the input is chosen at which the first measurement should be there.
const FIRST_ASK_S: f64 = 2.1;
/// Time between questions whether the measurement is there.
const ASK_AGAIN: Duration = Duration::from_millis(250);
/// The bridge has nothing new if it says so for this many questions after the integration.
const ASK_TIMES: u32 = 20;

impl Bridge {
    /// Reads round after round; ends only with an error.
    pub async fn run(self, wiring: Wiring, mut outlet: Outlet) -> Result<Infallible, DriverError> {
        let mut pace = Pace::new(&wiring.clock, self.period_s);
        let within = duration(self.reply_timeout_s);
        let mut link = Link::<ReplyDecoder>::new(self.link, wiring.clone());
        loop {
            pace.beat().await;
            for (thermometer, input) in &self.inputs {
                let thermometer = *thermometer;
                match measure(&mut link, *input, within, &wiring).await {
                    Ok(Some(stamped)) => {
                        let at_ns = stamped.received_ns.saturating_sub(nanoseconds(INTEGRATION_S / 2.0));
                        let content = Content::Resistance { thermometer, ohm: Ok(stamped.value) };
                        outlet.good(Report { at_ns, sequence: stamped.sequence, content })?;
                    }
                    Ok(None) => outlet.send(no_data(thermometer, NoData::NotReady, wiring.clock.now_ns()))?,
                    Err(error) => {
                        let reason = outlet.miss(error)?;
                        outlet.send(no_data(thermometer, reason, wiring.clock.now_ns()))?;
                    }
                }
            }
        }
    }
}

fn no_data(thermometer: usize, reason: NoData, at_ns: u64) -> Report {
    Report { at_ns, sequence: 0, content: Content::Resistance { thermometer, ohm: Err(reason) } }
}

/// One fresh measurement; `None` when the bridge has nothing new for too long.
///
/// The status is cleared after the input is chosen, so that what is new then was measured on this input.
async fn measure(
    link: &mut Link<ReplyDecoder>,
    input: u8,
    within: Duration,
    wiring: &Wiring,
) -> Result<Option<Stamped<f64>>, LinkError> {
    link.tell(&Request::SelectInput(input).encode()).await?;
    link.tell(&Request::ClearStatus.encode()).await?;
    wiring.clock.sleep(duration(FIRST_ASK_S)).await;
    for _ in 0..ASK_TIMES {
        let status = link.transact(&Request::OperationStatus.encode(), within, register).await?;
        if status.value == NEW_MEASUREMENT {
            let seen_ns = status.received_ns;
            let fetched = link.transact(&Request::Fetch.encode(), within, measurement).await?;
            return Ok(Some(Stamped { received_ns: seen_ns, ..fetched }));
        }
        wiring.clock.sleep(ASK_AGAIN).await;
    }
    Ok(None)
}

fn register(reply: Reply) -> Option<u16> {
    if let Reply::Register(value) = reply { Some(value) } else { None }
}

fn measurement(reply: Reply) -> Option<f64> {
    if let Reply::Measurement(value) = reply { Some(value) } else { None }
}
