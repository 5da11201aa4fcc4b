//! A world at fidelity `points`: what every sensor reads at each set point, without the way there and without bytes.
//!
//! Scenario file, seed and draws are the twin's: the same seed gives the same unit, references, salinometer, chamber and
//! water. What the chamber does to the water of a set point is [`bath`]'s, as large as in the twin; instruments answer
//! at their poll periods with the digits that they send. Not here: the approach with its overshoot, the relaxation after
//! it, damaged lines, and the controller. A world takes a millisecond instead of ten seconds.

mod bath;
mod unforeseen;

pub use hadal_models::sensor::CtdRaw;
pub use unforeseen::{SealStep, Unforeseen};

use crate::scenario::{Scenario, ScenarioError, Worlds};
use crate::sensor::{ItemSensors, Sensors, Thermometer};
use bath::{Bath, Filling, Still};
use hadal_models::quantity::{AbsolutePressure, Conductivity, PracticalSalinity, Temperature};
use hadal_models::sensor::{LocalWater, TrueWater};
use hadal_record::event::Drawn;
use hadal_rigs::description::{Item, Leg, Procedure, Rig};

/// Last digits of what instruments send: the bridge's resistance in ohm, the transducer's psi, bottles on the operator's
/// form, and an SBE 37's temperature counts, hertz, pressure counts and counts of the bridge's thermometer.
const OHM_STEP: f64 = 1e-6;
const PSI_STEP: f64 = 1e-5;
const BOTTLE_STEP: f64 = 1e-4;
const SCAN_STEPS: [f64; 4] = [1.0, 1e-3, 1.0, 0.1];

/// A world that is measured at the set points of one procedure.
pub struct PointWorld<'a> {
    rig: &'a Rig,
    procedure: &'a Procedure,
    water: TrueWater,
    sensors: Sensors,
    bath: Bath,
    unforeseen: Unforeseen,
    /// From the first reading of a point to the last.
    span_s: f64,
}

/// The water of the leg under way.
pub struct Water {
    leg: usize,
    filling: Filling,
}

/// What a procedure gave.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Measured {
    /// The points, in order.
    pub points: Vec<PointReadings>,
    /// The bottles, in order.
    pub bottles: Vec<BottleReading>,
}

/// All readings of one point, each channel's evenly spread over the same time.
#[derive(Clone, Debug, PartialEq)]
pub struct PointReadings {
    /// Number of the leg, from 0.
    pub leg: usize,
    /// Set point of temperature, °C (ITS-90).
    pub temperature_celsius: f64,
    /// Set point of practical salinity.
    pub salinity_practical: f64,
    /// Set point of pressure above one standard atmosphere, MPa.
    pub pressure_mpa_sea: f64,
    /// Volume pumped since the leg began, by the pump's meter, mL.
    pub pumped_ml: f64,
    /// From the first reading to the last, s.
    pub span_s: f64,
    /// Resistance of each reference thermometer, Ω.
    pub thermometers_ohm: Vec<Vec<f64>>,
    /// Indication of the reference transducer, MPa absolute.
    pub indicated_mpa: Vec<f64>,
    /// Temperature of the hall, °C.
    pub hall_celsius: Vec<f64>,
    /// Raw scans of each item.
    pub scans: Vec<Vec<CtdRaw>>,
}

/// A bottle as the salinometer read it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BottleReading {
    /// Number of the leg, from 0.
    pub leg: usize,
    /// Where the water came from and when in the leg.
    pub drawn: Drawn,
    /// Volume pumped since the leg began, by the pump's meter, mL.
    pub pumped_ml: f64,
    /// Practical salinity.
    pub salinity_practical: f64,
}

impl<'a> PointWorld<'a> {
    /// The world of this seed, with what no budget foresees.
    ///
    /// # Errors
    /// When the scenario does not fit the rig, or an item does not count as SBE 37s do.
    pub fn build(
        rig: &'a Rig,
        procedure: &'a Procedure,
        items: &[Item],
        scenario: &Scenario,
        seed: u64,
        unforeseen: Unforeseen,
    ) -> Result<Self, ScenarioError> {
        scenario.fits(rig, items)?;
        scenario.has_counting_items(items)?;
        let worlds = Worlds { scenario, seed, tails: unforeseen.tails };
        let water = worlds.water();
        let chamber = worlds.chamber(rig);
        let rest = AbsolutePressure::from_mpa(chamber.atmosphere_mpa_absolute);
        let sensors = Sensors::draw(&worlds, rig, items, |_| rest);
        let bath = Bath::new(chamber, procedure, &sensors, worlds.stream("points-bath"));
        let period_s = items.iter().map(|item| item.sample_period_s).fold(0.0, f64::max);
        let span_s = f64::from(procedure.readings.count.saturating_sub(1)) * period_s;
        Ok(Self { rig, procedure, water, sensors, bath, unforeseen, span_s })
    }

    /// Walks the items through the procedure.
    pub fn measure(&mut self) -> Measured {
        let mut measured = Measured::default();
        for (index, leg) in self.procedure.leg.iter().enumerate() {
            let Some((mut water, bottles)) = self.begin(index) else { break };
            measured.bottles.extend(bottles);
            for sea_mpa in &leg.pressures_mpa_sea {
                measured.points.push(self.visit(&mut water, *sea_mpa));
            }
            measured.bottles.push(self.end(&water));
        }
        measured
    }

    /// The water of this world.
    pub fn water(&self) -> &TrueWater {
        &self.water
    }

    /// What an item truly gives in some water: without noise, half way between the branches of its hysteresis loop. `None`
    /// without such an item.
    pub fn truth(&self, item: usize, water: &LocalWater) -> Option<CtdRaw> {
        let item = self.sensors.items.get(item)?;
        Some(item.truth.ctd()?.raw_without_history(&self.unforeseen.felt(water)))
    }

    /// Doses the chamber and fills the reservoir for a leg, numbered from 0; its first bottles. `None` where the procedure has
    /// no such leg.
    pub fn begin(&mut self, leg: usize) -> Option<(Water, [BottleReading; 2])> {
        let filling = self.bath.fill(self.procedure.leg.get(leg)?, &mut self.sensors.salinometer);
        let bottles = [(Drawn::PumpReservoir, filling.reservoir), (Drawn::BeforeLeg, filling.salinity())]
            .map(|(drawn, salinity)| self.bottle(leg, drawn, 0.0, salinity));
        Some((Water { leg, filling }, bottles))
    }

    /// Reads a point in the water of a leg.
    pub fn visit(&mut self, water: &mut Water, sea_mpa: f64) -> PointReadings {
        let procedure = self.procedure;
        let leg = &procedure.leg[water.leg];
        let still = self.bath.settle(leg, sea_mpa, self.span_s);
        self.bath.pump(&mut water.filling, &still, &self.water);
        self.point((water.leg, leg), sea_mpa, &water.filling, &still)
    }

    /// The last bottle of a leg.
    pub fn end(&mut self, water: &Water) -> BottleReading {
        self.bottle(water.leg, Drawn::AfterLeg, water.filling.pumped_ml, water.filling.salinity())
    }

    fn bottle(
        &mut self,
        leg: usize,
        drawn: Drawn,
        pumped_ml: f64,
        salinity: PracticalSalinity,
    ) -> BottleReading {
        let read = self.sensors.salinometer.measure(salinity.value());
        BottleReading { leg, drawn, pumped_ml, salinity_practical: sent(read, BOTTLE_STEP) }
    }

    fn point(
        &mut self,
        (index, leg): (usize, &Leg),
        sea_mpa: f64,
        filling: &Filling,
        still: &Still,
    ) -> PointReadings {
        PointReadings {
            leg: index,
            temperature_celsius: leg.temperature_celsius,
            salinity_practical: leg.salinity_practical,
            pressure_mpa_sea: sea_mpa,
            pumped_ml: filling.pumped_ml,
            span_s: self.span_s,
            thermometers_ohm: self.resistances(still),
            indicated_mpa: self.indications(filling, still),
            hall_celsius: vec![still.hall_celsius + self.sensors.plc.truth.hall_offset_k; 2],
            scans: self.scans(filling, still),
        }
    }

    fn resistances(&mut self, still: &Still) -> Vec<Vec<f64>> {
        let Self { rig, sensors, bath, unforeseen, span_s, .. } = self;
        let hall = Temperature::from_celsius(still.hall_celsius);
        let read = |thermometer: &mut Thermometer| {
            let readings = polls(rig, &thermometer.instrument, *span_s);
            let measured = shares(readings).map(|share| {
                let temperature = bath.temperature(still, thermometer.height_m, share);
                sent(thermometer.measure_ohm(temperature, hall, unforeseen.bath_error_k), OHM_STEP)
            });
            measured.collect()
        };
        sensors.thermometers.iter_mut().map(read).collect()
    }

    fn indications(&mut self, filling: &Filling, still: &Still) -> Vec<f64> {
        let transducer = &mut self.sensors.transducer;
        let [first, last] =
            [-0.5, 0.5].map(|share| self.bath.pressure(still, filling, transducer.height_m, share).mpa());
        let indicate = |share| {
            let pressure = AbsolutePressure::from_mpa(first + (share + 0.5) * (last - first));
            AbsolutePressure::from_psi(sent(transducer.indicate_psi(pressure, 0.0), PSI_STEP)).mpa()
        };
        let readings = polls(self.rig, &self.rig.reference_pressure.instrument, self.span_s);
        shares(readings).map(indicate).collect()
    }

    fn scans(&mut self, filling: &Filling, still: &Still) -> Vec<Vec<CtdRaw>> {
        let count = self.procedure.readings.count;
        let Self { sensors, bath, water, unforeseen, .. } = self;
        let scan = |item: &mut ItemSensors| {
            let height_m = item.height_m;
            item.truth.follow(bath.pressure(still, filling, height_m, -0.5));
            let [first, last] = [-0.5, 0.5].map(|share| {
                let temperature = bath.temperature(still, height_m, share);
                let pressure = bath.pressure(still, filling, height_m, share);
                let salinity = filling.salinity();
                let conductivity = water.conductivity(salinity, temperature, pressure.sea());
                unforeseen.felt(&LocalWater { temperature, pressure, salinity, conductivity })
            });
            let waters = shares(count).map(|share| between(&first, &last, share));
            let Some(ctd) = item.truth.ctd() else { return Vec::new() };
            unforeseen.scans(ctd, &mut item.noise.0, waters).into_iter().map(sent_scan).collect()
        };
        sensors.items.iter_mut().map(scan).collect()
    }
}

/// Water on the straight line between two that are nearly the same; `share` runs from −1/2 to 1/2.
fn between(first: &LocalWater, last: &LocalWater, share: f64) -> LocalWater {
    let mix = |a: f64, b: f64| a + (share + 0.5) * (b - a);
    LocalWater {
        temperature: Temperature::from_celsius(mix(first.temperature.celsius(), last.temperature.celsius())),
        pressure: AbsolutePressure::from_mpa(mix(first.pressure.mpa(), last.pressure.mpa())),
        salinity: first.salinity,
        conductivity: Conductivity::from_siemens_per_m(mix(
            first.conductivity.siemens_per_m(),
            last.conductivity.siemens_per_m(),
        )),
    }
}

/// Where evenly spread readings lie between the first, −1/2, and the last, 1/2.
fn shares(count: u32) -> impl Iterator<Item = f64> {
    let most = f64::from(count.saturating_sub(1).max(1));
    (0..count).map(move |reading| f64::from(reading) / most - 0.5)
}

/// Number of readings that an instrument gives over a span; two at least.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a span of minutes over a period of seconds"
)]
fn polls(rig: &Rig, instrument: &str, span_s: f64) -> u32 {
    let found = rig.instrument.iter().find(|one| one.name == instrument);
    found.map_or(2, |one| ((span_s / one.poll_period_s) as u32).saturating_add(1).max(2))
}

/// A number as it is sent, in whole steps.
fn sent(value: f64, step: f64) -> f64 {
    (value / step).round() * step
}

fn sent_scan(raw: CtdRaw) -> CtdRaw {
    let [temperature, conductivity, pressure, pressure_temperature] = SCAN_STEPS;
    CtdRaw {
        temperature_counts: sent(raw.temperature_counts, temperature),
        conductivity_hz: sent(raw.conductivity_hz, conductivity),
        pressure_counts: sent(raw.pressure_counts, pressure),
        pressure_temperature_counts: sent(raw.pressure_temperature_counts, pressure_temperature),
    }
}
