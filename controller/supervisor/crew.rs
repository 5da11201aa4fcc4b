//! The instruments' tasks: one per instrument and item, all reporting to one bounded queue.

use super::channels::item_name;
use crate::instrument::bridge::Bridge;
use crate::instrument::declared::Declared;
use crate::instrument::item::Sbe37;
use crate::instrument::millik::{Input, MilliK};
use crate::instrument::operator::Console;
use crate::instrument::plant::{Framing, Plc};
use crate::instrument::pressure::Transmitter;
use crate::instrument::{DriverError, Outlet, Report, duration};
use crate::link::{LinkSettings, Resync, Wiring};
use crate::procedure::Sampling;
use hadal_rigs::description::{Instrument, InstrumentModel, Item, ItemKind, Rig, Sprt};
use hadal_wire::operator::Request;
use hadal_wire::plant_plc::CommandBlock;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::future::Future;
use tokio::sync::{mpsc, watch};
use tokio::task::{Id, JoinError, JoinSet};

/// Reports that may wait for the core. It empties the queue in one turn; a full one means that it is stuck.
const QUEUE: usize = 256;
/// Questions that may wait for the operator's console.
const QUESTIONS: usize = 16;

/// The tasks and the ways to them.
pub(super) struct Crew {
    tasks: JoinSet<Result<Infallible, DriverError>>,
    names: BTreeMap<Id, String>,
    reports: mpsc::Receiver<Report>,
    pub(super) plant: watch::Sender<CommandBlock>,
    pub(super) sampling: watch::Sender<Sampling>,
    pub(super) questions: mpsc::Sender<Request>,
}

/// What comes from the instruments.
pub(super) enum Next {
    /// A driver panicked.
    Panicked(String),
    /// A driver gave up.
    Ended(DriverError),
    /// An instrument said something.
    Report(Report),
}

impl Crew {
    /// Starts every driver; the plant is told `first` until the core knows better.
    pub(super) fn start(rig: &Rig, items: &[Item], wiring: &Wiring, first: CommandBlock) -> Self {
        let (sender, reports) = mpsc::channel(QUEUE);
        let (plant, wanted) = watch::channel(first);
        let (sampling, sampled) = watch::channel(Sampling::Idle);
        let (questions, asked) = mpsc::channel(QUESTIONS);
        let (tasks, names) = (JoinSet::new(), BTreeMap::new());
        let mut crew = Self { tasks, names, reports, plant, sampling, questions };
        let mut asked = Some(asked);
        for (index, instrument) in (0..).zip(&rig.instrument) {
            let outlet = Outlet::new(&instrument.name, sender.clone());
            let link = settings(index, instrument);
            let (period_s, reply_timeout_s) = (instrument.poll_period_s, instrument.reply_timeout_s);
            let wiring = wiring.clone();
            match instrument.model {
                InstrumentModel::Fluke1594A | InstrumentModel::Fluke1595A => {
                    let inputs = inputs_on(rig, &instrument.name);
                    let bridge = Bridge { link, inputs, period_s, reply_timeout_s };
                    crew.spawn(&instrument.name, bridge.run(wiring, outlet));
                }
                InstrumentModel::IsotechMilliK => {
                    let input = |(thermometer, sprt): (usize, &Sprt)| Input {
                        thermometer,
                        channel: sprt.input,
                        resistance_tpw_ohm: sprt.resistance_tpw_ohm,
                    };
                    let inputs = thermometers_on(rig, &instrument.name).map(input).collect();
                    let millik = MilliK { link, inputs, period_s, reply_timeout_s };
                    crew.spawn(&instrument.name, millik.run(wiring, outlet));
                }
                InstrumentModel::Paroscientific => {
                    let transmitter = Transmitter { link, period_s, reply_timeout_s };
                    crew.spawn(&instrument.name, transmitter.run(wiring, outlet));
                }
                InstrumentModel::Declared => {
                    let inputs = inputs_on(rig, &instrument.name);
                    let declared = Declared { link, instrument: instrument.clone(), inputs };
                    crew.spawn(&instrument.name, declared.run(wiring, outlet));
                }
                InstrumentModel::PlantPlc | InstrumentModel::PlantPlcRtu => {
                    let (framing, wanted) = (framing(instrument.model), wanted.clone());
                    let map = instrument.register_map().clone();
                    let plc = Plc { framing, map, link, period_s, reply_timeout_s, wanted };
                    crew.spawn(&instrument.name, plc.run(wiring, outlet));
                }
                InstrumentModel::Operator => {
                    // A second console would have no questions; the first one has them.
                    let Some(questions) = asked.take() else { continue };
                    crew.spawn(&instrument.name, Console { link, questions }.run(wiring, outlet));
                }
                // No driver yet: no line is opened, and who starts a run is told so.
                InstrumentModel::DhiPpch
                | InstrumentModel::MensorCpc8000
                | InstrumentModel::HartBath
                | InstrumentModel::Plugin => {}
            }
        }
        for (item, description) in items.iter().enumerate() {
            let index = u16::try_from(rig.instrument.len() + item).unwrap_or(u16::MAX);
            crew.start_item(item, index, description, wiring, &sender, &sampled);
        }
        crew
    }

    fn start_item(
        &mut self,
        item: usize,
        index: u16,
        description: &Item,
        wiring: &Wiring,
        sender: &mpsc::Sender<Report>,
        sampling: &watch::Receiver<Sampling>,
    ) {
        let name = item_name(item);
        let outlet = Outlet::new(&name, sender.clone());
        let resync = Resync::Quiet(2 * duration(description.reply_timeout_s));
        let link = LinkSettings { name: name.clone(), index, endpoint: description.endpoint.clone(), resync };
        let (period_s, reply_timeout_s) = (description.sample_period_s, description.reply_timeout_s);
        match description.kind {
            ItemKind::Sbe37 => {
                let driver = Sbe37 { link, item, period_s, reply_timeout_s, sampling: sampling.clone() };
                self.spawn(&name, driver.run(wiring.clone(), outlet));
            }
            kind => {
                let item = description.name.clone();
                self.spawn(&name, async move { Err(DriverError::NotDriven { item, kind }) });
            }
        }
    }

    fn spawn(
        &mut self,
        name: &str,
        driver: impl Future<Output = Result<Infallible, DriverError>> + Send + 'static,
    ) {
        let handle = self.tasks.spawn(driver);
        self.names.insert(handle.id(), name.to_owned());
    }

    /// The next report or loss, losses first. Dropping the future loses nothing.
    pub(super) async fn next(&mut self) -> Next {
        tokio::select! {
            biased;
            Some(ended) = self.tasks.join_next() => match ended {
                Ok(Err(error)) => Next::Ended(error),
                Ok(Ok(never)) => match never {},
                Err(error) => Next::Panicked(self.name_of(&error)),
            },
            Some(report) = self.reports.recv() => Next::Report(report),
            else => std::future::pending().await,
        }
    }

    fn name_of(&self, error: &JoinError) -> String {
        self.names.get(&error.id()).cloned().unwrap_or_else(|| "an instrument".to_owned())
    }

    /// Ends every driver and closes every line.
    pub(super) async fn dismiss(mut self) {
        self.tasks.shutdown().await;
    }
}

/// How a PLC's replies are told apart.
pub(super) fn framing(model: InstrumentModel) -> Framing {
    if model == InstrumentModel::PlantPlcRtu { Framing::Rtu } else { Framing::Tcp }
}

/// How the line to an instrument is used: over TCP the PLC numbers its replies, all others must be quiet to be believed
/// again.
pub(super) fn settings(index: u16, instrument: &Instrument) -> LinkSettings {
    let resync = match instrument.model {
        InstrumentModel::PlantPlc => Resync::Identified,
        _ => Resync::Quiet(2 * duration(instrument.reply_timeout_s)),
    };
    LinkSettings { name: instrument.name.clone(), index, endpoint: instrument.endpoint.clone(), resync }
}

/// The thermometers of an instrument, with their places in the rig file.
fn thermometers_on<'r>(rig: &'r Rig, instrument: &'r str) -> impl Iterator<Item = (usize, &'r Sprt)> {
    rig.reference_thermometer.iter().enumerate().filter(move |(_, sprt)| sprt.instrument == instrument)
}

/// The thermometers of an instrument by their places in the rig file, each with its input.
fn inputs_on(rig: &Rig, instrument: &str) -> Vec<(usize, u8)> {
    thermometers_on(rig, instrument).map(|(index, sprt)| (index, sprt.input)).collect()
}
