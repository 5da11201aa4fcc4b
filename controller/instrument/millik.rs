//! Isotech milliK: its channels in turn, one measurement each, asked for in one shot.

use super::{Content, DriverError, Outlet, Pace, Report, duration};
use crate::link::{Link, LinkError, LinkSettings, Stamped, Wiring};
use hadal_wire::isotech_millik::{Command, RANGES_OHM, Reply, ReplyDecoder, Request, SenseCurrent, Wires};
use std::convert::Infallible;
use std::time::Duration;

/// One milliK and its thermometers.
pub struct MilliK {
    /// The line.
    pub link: LinkSettings,
    /// Its thermometers.
    pub inputs: Vec<Input>,
    /// Time between rounds through all inputs.
    pub period_s: f64,
    /// Longest wait for a measurement.
    pub reply_timeout_s: f64,
}

/// A thermometer on a channel.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Input {
    /// Index in the rig file.
    pub thermometer: usize,
    /// The channel, from 1.
    pub channel: u8,
    /// Its resistance at the triple point of water, ohm.
    pub resistance_tpw_ohm: f64,
}

/// Resistance at the warmest that a rig may be, 45 °C, over that at the triple point of water, and some more.
const LARGEST_RATIO: f64 = 1.25;

impl Input {
    /// One measurement in the most sensitive range that holds the thermometer wherever the rig may be.
    fn request(self) -> Request {
        let most = self.resistance_tpw_ohm * LARGEST_RATIO;
        let range_ohm = RANGES_OHM.into_iter().find(|range| most <= *range).unwrap_or(most);
        let (current, wires) = (SenseCurrent::Normal, Wires::Four);
        Request::from(Command::Measure { channel: self.channel, range_ohm, current, wires })
    }
}

impl MilliK {
    /// Reads round after round; ends only with an error.
    pub async fn run(self, wiring: Wiring, mut outlet: Outlet) -> Result<Infallible, DriverError> {
        let mut pace = Pace::new(&wiring.clock, self.period_s);
        let within = duration(self.reply_timeout_s);
        let mut link = Link::<ReplyDecoder>::new(self.link, wiring.clone());
        loop {
            pace.beat().await;
            for input in &self.inputs {
                let thermometer = input.thermometer;
                match measure(&mut link, *input, within).await {
                    Ok(stamped) => {
                        let at_ns = stamped.sent_ns.midpoint(stamped.received_ns);
                        let content = Content::Resistance { thermometer, ohm: Ok(stamped.value) };
                        outlet.good(Report { at_ns, sequence: stamped.sequence, content })?;
                    }
                    Err(error) => {
                        let content = Content::Resistance { thermometer, ohm: Err(outlet.miss(error)?) };
                        outlet.send(Report { at_ns: wiring.clock.now_ns(), sequence: 0, content })?;
                    }
                }
            }
        }
    }
}

/// The front panel is locked anew with every measurement: somebody may have switched the milliK off and on.
async fn measure(
    link: &mut Link<ReplyDecoder>,
    input: Input,
    within: Duration,
) -> Result<Stamped<f64>, LinkError> {
    link.tell(&Request::from(Command::Remote).encode()).await?;
    link.transact(&input.request().encode(), within, reading).await
}

/// The one number of a reply.
fn reading(reply: Reply) -> Option<f64> {
    match reply {
        Reply::Numbers(values) => <[f64; 1]>::try_from(values).ok().map(|[value]| value),
        Reply::Identity(_) | Reply::Text(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thermometer_is_measured_in_the_smallest_range_that_holds_it_at_45_celsius() {
        for (resistance_tpw_ohm, bytes) in
            [(25.5, &b"MEAS:RES2? 115,NORM,4\r"[..]), (100.0, b"MEAS:RES2? 460,NORM,4\r")]
        {
            let input = Input { thermometer: 0, channel: 2, resistance_tpw_ohm };
            assert_eq!(input.request().encode(), bytes);
        }
    }
}
