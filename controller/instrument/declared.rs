//! Instruments that the rig file describes: their queries in turn, each reply taken apart as the file says.

use super::{Content, DriverError, Outlet, Pace, Report, duration};
use crate::link::{Link, LinkError, LinkSettings, Stamped, Wiring};
use hadal_models::quantity::AbsolutePressure;
use hadal_record::event::NoData;
use hadal_rigs::description::Instrument;
use hadal_wire::declared::{Answer, Dialect, EndedLines, Field, Quantity, Query, Use};
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::time::Duration;

/// One declared instrument.
pub struct Declared {
    /// The line.
    pub link: LinkSettings,
    /// What the rig file says of it.
    pub instrument: Instrument,
    /// Its thermometers: index in the rig file and input.
    pub inputs: Vec<(usize, u8)>,
}

impl Declared {
    /// Asks round after round; ends only with an error, and never because one that is only recorded is silent.
    pub async fn run(self, wiring: Wiring, mut outlet: Outlet) -> Result<Infallible, DriverError> {
        let Some(dialect) = self.instrument.dialect.as_deref() else {
            return Ok(std::future::pending().await);
        };
        let mut pace = Pace::new(&wiring.clock, self.instrument.poll_period_s);
        let within = duration(self.instrument.reply_timeout_s);
        let mut link = Link::reading(self.link.clone(), wiring.clone(), dialect.replies());
        loop {
            pace.beat().await;
            for query in dialect.query.iter().filter(|query| self.is_asked(query)) {
                match ask(&mut link, dialect, query, within).await {
                    Ok(stamped) => {
                        let at_ns = stamped.sent_ns.midpoint(stamped.received_ns);
                        for content in self.contents(query, &stamped.value) {
                            outlet.good(Report { at_ns, sequence: stamped.sequence, content })?;
                        }
                    }
                    Err(error) => {
                        let reason = match dialect.role {
                            Use::Recorded => outlet.absent(error)?,
                            Use::ThermometerBridge | Use::PressureReference => outlet.miss(error)?,
                        };
                        for content in self.contents(query, &Err(reason)) {
                            outlet.send(Report { at_ns: wiring.clock.now_ns(), sequence: 0, content })?;
                        }
                    }
                }
            }
        }
    }

    /// A bridge's input without a thermometer is left alone.
    fn is_asked(&self, query: &Query) -> bool {
        query
            .field
            .values()
            .any(|field| field.quantity != Quantity::Resistance || self.thermometer(field).is_some())
    }

    fn thermometer(&self, field: &Field) -> Option<usize> {
        self.inputs.iter().find(|(_, input)| Some(*input) == field.input).map(|(thermometer, _)| *thermometer)
    }

    /// What a reply says, field by field.
    fn contents(&self, query: &Query, values: &Result<BTreeMap<String, f64>, NoData>) -> Vec<Content> {
        let value = |name: &str| match values {
            Ok(values) => values.get(name).copied().ok_or(NoData::Malformed),
            Err(reason) => Err(*reason),
        };
        let content = |(name, field): (&String, &Field)| match field.quantity {
            Quantity::Resistance => self
                .thermometer(field)
                .map(|thermometer| Content::Resistance { thermometer, ohm: value(name) }),
            Quantity::ReferencePressure => {
                Some(Content::Pressure { indicated: value(name).map(AbsolutePressure::from_mpa) })
            }
            _ => Some(Content::Recorded {
                channel: self.instrument.recorded_channel(name),
                value: value(name),
            }),
        };
        query.field.iter().filter_map(content).collect()
    }
}

/// The values of a reply, or that it was none.
pub(super) async fn ask(
    link: &mut Link<EndedLines>,
    dialect: &Dialect,
    query: &Query,
    within: Duration,
) -> Result<Stamped<Result<BTreeMap<String, f64>, NoData>>, LinkError> {
    let accept = |line: String| match dialect.answer(query, &line) {
        Answer::Values(values) => Some(Ok(values)),
        Answer::Refused => Some(Err(NoData::Refused)),
        Answer::Malformed => Some(Err(NoData::Malformed)),
    };
    link.transact(&dialect.request(query), within, accept).await
}
