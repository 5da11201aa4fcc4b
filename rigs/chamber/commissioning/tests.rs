//! Drawn chambers commissioned: the plant alone, driven by a small procedure and read through invented instruments.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::*;
use crate::catalog;
use crate::chamber::NominalChamber;
use crate::chamber::plant::{Actuators, Faults, Parameters, Plant, Start};
use crate::description::Rig;
use hadal_models::quantity::{AbsolutePressure, PracticalSalinity, Temperature};
use hadal_models::randomness::{Stream, standard_normal, stream, uniform};
use hadal_models::sensor::TrueWater;

/// Temperature and practical salinity in which chambers are commissioned, one after the other; the hall and the pump's water are near 20 °C.
const CONDITIONS: [(f64, f64); 3] = [(20.0, 35.0), (2.0, 36.0), (20.0, 8.0)];
const STIRRER_RPM: f64 = 300.0;
const RATE_MPA_PER_MIN: f64 = 5.0;
/// Chambers commissioned at a time.
const THREADS: usize = 6;
/// Heights of the thermometers' wells.
const WELLS_M: [f64; 2] = [0.3, 0.7];

/// What is told to the chamber during a part of the procedure.
#[derive(Clone, Copy)]
struct Part {
    hours: f64,
    /// Pressure to reach and hold sealed, MPa absolute; none: vented.
    pressure_mpa: Option<f64>,
    /// Jacket; none: as the chamber was found.
    jacket_celsius: Option<f64>,
    fresh_ml_per_min: f64,
    /// Drawn when the part begins.
    bottle_ml: f64,
}

const fn part(hours: f64, pressure_mpa: Option<f64>) -> Part {
    Part { hours, pressure_mpa, jacket_celsius: None, fresh_ml_per_min: 0.0, bottle_ml: 0.0 }
}

const fn vented(hours: f64, jacket_celsius: f64, fresh_ml_per_min: f64) -> Part {
    Part { jacket_celsius: Some(jacket_celsius), fresh_ml_per_min, ..part(hours, None) }
}

const fn bottled(after: Part) -> Part {
    Part { bottle_ml: 250.0, fresh_ml_per_min: 0.0, ..after }
}

/// Ramps with relaxations, a sealed hold as a leak test, a heat-up, a quarter of an hour of dosing and a cool-down, and a bottle before and
/// after: 17 hours.
const PROCEDURE: [Part; 15] = [
    part(0.5, None),
    bottled(part(0.5, None)),
    part(1.0, Some(20.0)),
    part(1.0, Some(50.0)),
    part(1.0, Some(80.0)),
    part(3.0, Some(110.0)),
    part(1.0, Some(75.0)),
    part(1.0, Some(40.0)),
    part(1.0, Some(15.0)),
    part(0.5, None),
    bottled(part(0.5, None)),
    vented(2.5, 32.0, 0.0),
    vented(0.25, 32.0, 1000.0),
    vented(2.5, 8.0, 0.0),
    bottled(vented(1.0, 8.0, 0.0)),
];

/// The same at ambient pressure and to 8 MPa, which tells no stiffness.
const SHALLOW: [Part; 3] = [part(0.5, None), part(1.5, Some(8.0)), part(1.5, Some(4.0))];

/// Instruments with the errors that commissioning allows for.
struct Instruments {
    stream: Stream,
    jacket_error_k: f64,
    pump_water_error_k: f64,
}

/// A chamber while it is commissioned.
struct Bench {
    plant: Plant,
    faults: Faults,
    nominal: NominalChamber,
    volume_l: f64,
    instruments: Instruments,
    moments: Vec<Moment>,
    told: [f64; 2],
    found_celsius: f64,
    interruptions: u32,
}

impl Bench {
    fn drawn(rig: &Rig, number: u64) -> (Parameters, Self) {
        let mut draws = stream(61, number, "commissioning");
        let (found_celsius, salinity) =
            CONDITIONS.into_iter().cycle().nth(usize::try_from(number).unwrap()).unwrap();
        let mut parameters = Parameters::draw(&rig.chamber, &rig.limits, &mut draws);
        // What the twin leaves at its nominal value.
        for value in [&mut parameters.pump_slip_per_mpa, &mut parameters.wall_heat_capacity_j_per_m3_k] {
            let off = 0.1 + 0.1 * uniform(&mut draws);
            *value *= if uniform(&mut draws) < 0.5 { 1.0 - off } else { 1.0 + off };
        }
        let leak_ml_per_min_at_100_mpa = 0.3 * uniform(&mut draws);
        let faults = Faults { leak_ml_per_min_at_100_mpa, ..Faults::default() };
        let water = TrueWater::draw(&mut draws);
        let mut plant =
            Plant::new(parameters.clone(), water, Start::uniform(found_celsius, salinity)).unwrap();
        for height_m in WELLS_M {
            plant.sink_well(height_m);
        }
        let jacket_error_k = 0.2 * standard_normal(&mut draws);
        let pump_water_error_k = 0.2 * standard_normal(&mut draws);
        let instruments = Instruments { stream: draws, jacket_error_k, pump_water_error_k };
        let bench = Self {
            plant,
            faults,
            nominal: NominalChamber::new(&rig.chamber),
            volume_l: rig.chamber.volume_l,
            instruments,
            moments: Vec::new(),
            told: [0.0; 2],
            found_celsius,
            interruptions: 0,
        };
        (parameters, bench)
    }

    fn live(mut self, procedure: &[Part]) -> History {
        for part in procedure {
            self.plant.draw_sample(part.bottle_ml);
            let mut left_s = part.hours * 3600.0;
            let rising = part.pressure_mpa.is_some_and(|target| target > self.plant.pressure().mpa());
            let mut arrived = false;
            while left_s > 0.0 {
                let moving = self.plant.pressure_rate_mpa_per_min().abs() > 0.01 || !arrived;
                let step_s = if moving { 1.0 } else { TICK_S };
                let steps = if moving { 10 } else { 1 };
                for _ in 0..steps {
                    let actuators = self.actuators(part, rising, &mut arrived);
                    self.told[0] += actuators.pump_ml_per_min * step_s / 60.0;
                    self.told[1] += actuators.release_ml_per_min * step_s / 60.0;
                    self.plant.step(&actuators, &self.faults, step_s);
                }
                if part.fresh_ml_per_min > 0.0 {
                    self.interruptions += 1;
                }
                self.read();
                left_s -= TICK_S;
            }
        }
        History::new(self.moments, self.volume_l, 2)
    }

    fn actuators(&self, part: &Part, rising: bool, arrived: &mut bool) -> Actuators {
        let base = Actuators {
            stirrer_rpm: STIRRER_RPM,
            jacket_enabled: true,
            jacket_setpoint_celsius: part.jacket_celsius.unwrap_or(self.found_celsius),
            brine_salinity_practical: 80.0,
            fresh_ml_per_min: part.fresh_ml_per_min,
            ..Actuators::default()
        };
        let pressure = self.plant.pressure();
        let Some(target) = part.pressure_mpa else {
            if part.fresh_ml_per_min > 0.0 {
                return base;
            }
            return Actuators { release_ml_per_min: 300.0, ..base };
        };
        *arrived |= if rising { pressure.mpa() >= target } else { pressure.mpa() <= target };
        if *arrived {
            return base;
        }
        let flow = self.nominal.flow_for_rate(
            RATE_MPA_PER_MIN,
            AbsolutePressure::from_mpa(pressure.mpa()),
            PracticalSalinity::new(35.0),
            Temperature::from_celsius(20.0),
        );
        if rising {
            Actuators { pump_ml_per_min: flow, ..base }
        } else {
            Actuators { release_ml_per_min: flow, ..base }
        }
    }

    fn read(&mut self) {
        let mut noise = |size: f64| size * standard_normal(&mut self.instruments.stream);
        let plant = &self.plant;
        let water = [0, 1].map(|well| plant.well_temperature(well).unwrap().celsius());
        self.moments.push(Moment {
            pressure_mpa_absolute: plant.pressure_at(0.5).mpa() + noise(1.5e-4),
            water_celsius: 0.5 * (water[0] + water[1]) + noise(3e-5),
            jacket_celsius: plant.jacket_temperature().celsius()
                + self.instruments.jacket_error_k
                + noise(0.02),
            hall_celsius: plant.hall_temperature().celsius() + noise(0.02),
            salinity_practical: plant.water_at(0.5).salinity.value(),
            pumped_ml: plant.pumped_volume_ml(),
            told_pump_ml: self.told[0],
            told_release_ml: self.told[1],
            interruptions: self.interruptions,
            pump_water_celsius: plant.pump_water().temperature.celsius()
                + self.instruments.pump_water_error_k,
            stirrer_rpm: STIRRER_RPM,
        });
    }
}

/// The drawn chamber's true value of a parameter, in the unit of the rig file.
fn truth(parameter: Parameter, drawn: &Parameters) -> Option<f64> {
    Some(match parameter {
        Parameter::YoungsModulus => drawn.vessel.youngs_modulus_pa * 1e-9,
        Parameter::PumpEfficiency => drawn.pump_efficiency,
        Parameter::PumpSlip => drawn.pump_slip_per_mpa,
        Parameter::ReleaseScale => drawn.release_scale,
        Parameter::Creep => drawn.creep_per_decade,
        Parameter::Film => drawn.water_wall_w_per_m2_k,
        Parameter::WallConductivity => drawn.wall_conductivity_w_per_m_k,
        Parameter::WallHeatCapacity => drawn.wall_heat_capacity_j_per_m3_k,
        Parameter::JacketConductance => drawn.jacket_conductance_w_per_k,
        Parameter::StirrerPower => drawn.stirrer_power_w,
        Parameter::LidLoss => drawn.lid_loss_w_per_k,
        Parameter::WellTime => drawn.well_time_s,
        Parameter::WellStem => drawn.well_stem_w_per_k,
        _ => return None,
    })
}

/// Chambers commissioned: in how many the 95 % interval of each parameter held the truth, and what the fits left to know.
fn campaign(chambers: u64) -> Vec<Row> {
    let rig = catalog::test_rig();
    let names = Parameter::ALL.into_iter().filter(|parameter| parameter.is_of_the_model());
    let mut rows: Vec<Row> = names.map(|parameter| Row { parameter, ..Row::default() }).collect();
    let numbers: Vec<u64> = (0..chambers).collect();
    let found: Vec<(Parameters, Commissioned)> = std::thread::scope(|scope| {
        let work =
            |numbers: &[u64]| numbers.iter().map(|number| commissioned(&rig, *number)).collect::<Vec<_>>();
        let share = numbers.chunks(numbers.len().div_ceil(THREADS));
        let workers: Vec<_> = share.map(|numbers| scope.spawn(move || work(numbers))).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    for (drawn, found) in found {
        for row in &mut rows {
            let estimate = found.estimates.iter().find(|one| one.parameter == row.parameter).unwrap();
            row.count(estimate, truth(row.parameter, &drawn).unwrap(), found.coverage_factor());
        }
    }
    rows
}

fn commissioned(rig: &Rig, number: u64) -> (Parameters, Commissioned) {
    let (drawn, bench) = Bench::drawn(rig, number);
    (drawn, commission(&rig.chamber, &[bench.live(&PROCEDURE)]).unwrap())
}

/// One parameter over all chambers.
#[derive(Clone, Copy, Debug)]
struct Row {
    parameter: Parameter,
    chambers: f64,
    told: f64,
    held: f64,
    squared_error: f64,
    before: f64,
    score: f64,
    score_squared: f64,
    relative: f64,
}

impl Default for Row {
    fn default() -> Self {
        let parameter = Parameter::YoungsModulus;
        let [chambers, told, held, squared_error, before, score, score_squared, relative] = [0.0; 8];
        Self { parameter, chambers, told, held, squared_error, before, score, score_squared, relative }
    }
}

impl Row {
    fn count(&mut self, estimate: &Estimate, truth: f64, factor: f64) {
        let off = estimate.value - truth;
        self.chambers += 1.0;
        self.told += f64::from(u8::from(estimate.is_told()));
        self.held += f64::from(u8::from(off.abs() <= factor * estimate.standard_uncertainty));
        self.squared_error += (off / truth) * (off / truth);
        let nominal_off = estimate.nominal / truth - 1.0;
        self.before += nominal_off * nominal_off;
        let score = off / estimate.standard_uncertainty;
        self.score += score;
        self.score_squared += score * score;
        self.relative += estimate.standard_uncertainty / truth;
    }

    fn line(&self) -> String {
        let percent = |squared: f64| 100.0 * (squared / self.chambers).sqrt();
        format!(
            "| `{}` | {:.0} | {:.1} | {:.2} | {:.2} | {:.1} | {:+.2} | {:.2} |",
            self.parameter.name(),
            self.told,
            percent(self.before),
            percent(self.squared_error),
            100.0 * self.relative / self.chambers,
            100.0 * self.held / self.chambers,
            self.score / self.chambers,
            (self.score_squared / self.chambers).sqrt()
        )
    }

    /// 95 % less three standard errors.
    fn least(&self) -> f64 {
        0.95 - 3.0 * (0.95 * 0.05 / self.chambers).sqrt()
    }
}

fn assert_honest(rows: &[Row]) {
    println!(
        "| Parameter | told in | nominal off by, % | fitted off by, % | stated, % | held by 95 % intervals, % | mean error over u | its root mean square |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    for row in rows {
        println!("{}", row.line());
    }
    for row in rows {
        assert!(row.held / row.chambers >= row.least(), "{}", row.line());
    }
}

#[test]
fn intervals_of_drawn_chambers_hold_the_truth() {
    let rows = campaign(6);
    assert_honest(&rows);
    for parameter in [
        Parameter::YoungsModulus,
        Parameter::PumpEfficiency,
        Parameter::ReleaseScale,
        Parameter::Film,
        Parameter::WallConductivity,
    ] {
        let row = rows.iter().find(|row| row.parameter == parameter).unwrap();
        // What is told leaves at most half of the uncertainty before: a quarter of the squared error in the mean, here half.
        assert!(row.told >= row.chambers && row.squared_error < 0.5 * row.before, "{}", row.line());
    }
}

#[test]
#[ignore = "200 chambers; see docs/rig.md"]
fn intervals_of_200_drawn_chambers_hold_the_truth() {
    assert_honest(&campaign(200));
}

#[test]
fn shallow_records_do_not_tell_stiffness_and_say_what_they_tell() {
    let rig = catalog::test_rig();
    let (_, bench) = Bench::drawn(&rig, 0);
    let found = commission(&rig.chamber, &[bench.live(&SHALLOW)]).unwrap();
    for combination in &found.combinations {
        println!("{combination:?}");
    }
    let untold: Vec<Parameter> = found.untold().map(|estimate| estimate.parameter).collect();
    assert!(untold.contains(&Parameter::YoungsModulus), "{:#?}", found.estimates);
    assert!(untold.contains(&Parameter::LidLoss), "{untold:?}");
    let applied = found.apply(&rig.chamber);
    assert!((applied.youngs_modulus_gpa - rig.chamber.youngs_modulus_gpa).abs() < 1e-12);
    assert!(applied.hydraulics.pump_efficiency < 0.93);
}

#[test]
fn a_record_in_which_nothing_happens_is_refused() {
    let rig = catalog::test_rig();
    let (_, bench) = Bench::drawn(&rig, 0);
    let refused = commission(&rig.chamber, &[bench.live(&SHALLOW[..1])]).unwrap_err();
    assert_eq!(refused, CommissioningError::TooLittle { found: 1 });
    assert!(refused.to_string().contains("accepted: at least 3"), "{refused}");
}
