//! A small world with its own truth: does the stated uncertainty cover it, and is it no larger than it must be?
//!
//! The sensors here are other functions than the equations; errors of references are drawn from the budget, the
//! departure of PSS-78 from plane waves of random direction.

mod examination;
mod expected;
mod in_use;
mod joint;
mod selection;

use super::*;
use crate::quantity::{PracticalSalinity, SeaPressure, Temperature};
use crate::randomness::{Stream, standard_normal, stream, uniform};
use crate::seawater;
use crate::uncertainty::{Budget, Component, Kind, Parameters, correlated_normal};

/// Ten ambient legs of one point, then two pressure legs of eleven: (leg, °C, SP, MPa sea).
fn design() -> Vec<(usize, f64, f64, f64)> {
    let ambient = [
        (1.0, 35.0),
        (4.5, 36.0),
        (8.0, 30.0),
        (15.0, 35.0),
        (18.5, 38.0),
        (24.0, 35.0),
        (29.0, 20.0),
        (32.5, 35.0),
        (20.0, 5.0),
        (10.0, 12.0),
    ];
    let up_and_down = [0.0, 23.0, 46.0, 69.0, 92.0, 115.0, 92.0, 69.0, 46.0, 23.0, 0.0];
    let mut points: Vec<_> = ambient.iter().enumerate().map(|(leg, (t, s))| (leg, *t, *s, 0.0)).collect();
    for (leg, celsius, salinity) in [(10, 1.5, 35.5), (11, 5.0, 34.5)] {
        points.extend(up_and_down.map(|mpa| (leg, celsius, salinity, mpa)));
    }
    points
}

fn budgets(design: &[(usize, f64, f64, f64)]) -> (Budget, Budget, Budget) {
    let count = design.len();
    let legs: Vec<usize> = design.iter().map(|point| point.0).collect();
    let each = |u: f64| vec![u; count];
    let stem = design.iter().map(|(_, t, _, _)| 5e-6 * (20.0 - t)).collect();
    let temperature = Budget::new(vec![
        Component::common("certificate", "", Kind::B, each(0.3e-3)),
        Component::common("stem conduction", "", Kind::B, stem),
        Component::independent("uniformity and stability", "", Kind::B, each(0.25e-3)),
    ]);
    let gradients: Vec<Vec<f64>> = design.iter().map(|(_, _, _, p)| vec![1.0, p + 0.1]).collect();
    let certificate = nalgebra::dmatrix![1.0e-6, 0.0; 0.0, 1.6e-9];
    let names = ["offset", "span"].map(str::to_owned).to_vec();
    let parameters = Parameters::new(names, &gradients, certificate);
    let pressure = Budget::new(vec![
        Component::from_parameters("certificate", "", Kind::B, parameters),
        Component::independent("stability", "", Kind::A, each(0.3e-3)),
    ]);
    let salinity = Budget::new(vec![
        Component::common("salinometer", "", Kind::B, each(0.6e-3)),
        Component::grouped("bottle", "", Kind::A, each(0.6e-3), legs),
        Component::independent("pump water", "", Kind::B, each(0.1e-3)),
    ]);
    (temperature, pressure, salinity)
}

/// The truth of one world.
struct World {
    /// Amplitude, wave numbers by salinity, temperature and pressure, phase.
    waves: Vec<(f64, [f64; 3], f64)>,
    compressibility_per_mpa: f64,
    compressibility_slope: f64,
    expansion_per_k: f64,
    thermistor_k_per_mpa: f64,
    gauge_bend: f64,
}

impl World {
    fn draw(source: &mut Stream) -> Self {
        let wave = |source: &mut Stream| {
            let numbers = [1.0 / 25.0, 1.0 / 18.0, 1.0 / 70.0].map(|k| k * standard_normal(source));
            (
                standard_normal(source) * (2.0_f64 / 30.0).sqrt(),
                numbers,
                std::f64::consts::TAU * uniform(source),
            )
        };
        Self {
            waves: (0..30).map(|_| wave(source)).collect(),
            compressibility_per_mpa: 9.57e-6 * (1.1 + 0.3 * uniform(source)),
            compressibility_slope: 1.5e-3 * uniform(source),
            expansion_per_k: 3.25e-6 * (1.0 + 0.08 * standard_normal(source)),
            thermistor_k_per_mpa: -77e-6 + 118e-6 * uniform(source),
            gauge_bend: 2e-4 * standard_normal(source),
        }
    }

    fn wave(&self, s: f64, t: f64, p: f64) -> f64 {
        self.waves
            .iter()
            .map(|(a, [ks, kt, kp], phase)| a * libm::cos(ks * s + kt * t + kp * p + phase))
            .sum()
    }

    /// True conductivity, S/m.
    fn conductivity(&self, s: f64, t: f64, p: f64) -> f64 {
        let (salinity, temperature, pressure) =
            (PracticalSalinity::new(s), Temperature::from_celsius(t), SeaPressure::from_mpa(p));
        let size = seawater::conductivity_relative_standard_uncertainty(salinity, temperature, pressure);
        let departure = (self.wave(s, t, p) - self.wave(s, 15.0, 0.0)) / 2.0_f64.sqrt();
        seawater::conductivity(salinity, temperature, pressure).siemens_per_m() * (1.0 + size * departure)
    }

    fn counts(&self, t: f64, p: f64) -> f64 {
        let felt = t + 273.15 + self.thermistor_k_per_mpa * p * (1.0 - 4e-4 * p);
        267_500.0
            * libm::exp(
                3_505.0 * (1.0 / felt - 1.0 / 298.15) + 2.0e-4 * (felt - 298.15) * (felt - 298.15) / 298.15,
            )
    }

    fn hertz(&self, conductivity: f64, t: f64, p: f64) -> f64 {
        let strain = 1.0 + self.expansion_per_k * t
            - self.compressibility_per_mpa * p * (1.0 - self.compressibility_slope * p);
        let seen = conductivity * strain;
        2_800.0 * (1.0 + seen / (1.0 + 1e-5 * seen)).sqrt()
    }

    fn bridge(&self, t: f64, p_absolute: f64) -> f64 {
        let load = p_absolute / 119.0;
        524_000.0 + 2.0 * t + 262_000.0 * (1.0 - 1e-5 * t) * (load - self.gauge_bend * load * load * load)
    }
}

fn thermometer(t: f64) -> f64 {
    1_460.0 + 20.0 * t
}

/// What a run in this world finds, with errors drawn from the budget.
fn run(world: &World, source: &mut Stream) -> Evidence {
    let design = design();
    let (temperature_budget, pressure_budget, salinity_budget) = budgets(&design);
    let count = design.len();
    let temperature_errors = correlated_normal(&temperature_budget.covariance(count))(source);
    let pressure_errors = correlated_normal(&pressure_budget.covariance(count))(source);
    let salinity_errors = correlated_normal(&salinity_budget.covariance(count))(source);
    let mut noisy = |value: f64, deviation: f64| Mean {
        value: value + deviation * standard_normal(source),
        standard_uncertainty: deviation,
    };
    let observations = design.iter().enumerate().map(|(point, (leg, t, s, p))| {
        let absolute = SeaPressure::from_mpa(*p).absolute().mpa();
        Observation {
            leg: *leg,
            temperature_celsius: t + temperature_errors[point],
            pressure_mpa_absolute: absolute + pressure_errors[point],
            practical_salinity: s + salinity_errors[point],
            temperature_counts: noisy(world.counts(*t, *p), 1.0),
            conductivity_hz: noisy(world.hertz(world.conductivity(*s, *t, *p), *t, *p), 0.02),
            pressure_counts: noisy(world.bridge(*t, absolute), 0.5),
            pressure_temperature_counts: noisy(thermometer(*t), 0.1),
        }
    });
    Evidence {
        observations: observations.collect(),
        temperature_budget,
        pressure_budget,
        salinity_budget,
        resolution: Resolution {
            temperature_counts: 0.1,
            conductivity_hz: 0.001,
            pressure_counts: 0.1,
            pressure_temperature_counts: 0.1,
        },
        maker_coefficients: [
            ("PTEMPA0", -73.0),
            ("PTEMPA1", 0.05),
            ("PTEMPA2", 0.0),
            ("PTCB0", 1.0),
            ("PTCB1", -1e-5),
            ("PTCB2", 0.0),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into(),
    }
}

/// Error over stated standard uncertainty at states between the points, by quantity.
fn normalised_errors(world: &World, found: &CtdCalibration) -> [Vec<f64>; 3] {
    let mut surface = Vec::new();
    for t in [2.0, 7.0, 12.0, 20.0, 26.0, 31.0] {
        surface.extend([8.0, 18.0, 28.0, 34.0, 37.0].map(|s| (t, s, 0.0)));
    }
    let mut deep = Vec::new();
    for t in [1.0, 3.0, 5.0] {
        for s in [34.0, 35.0, 36.0] {
            deep.extend([0.0, 10.0, 35.0, 60.0, 80.0, 105.0, 115.0].map(|p| (t, s, p)));
        }
    }
    let mut errors = [Vec::new(), Vec::new(), Vec::new()];
    for (t, s, p) in surface.into_iter().chain(deep) {
        let dbar = 100.0 * p;
        let absolute = SeaPressure::from_mpa(p).absolute().mpa();
        let conductivity = world.conductivity(s, t, p);
        let states = [
            (found.temperature.predict(&[world.counts(t, p), dbar]), t),
            (found.conductivity.predict(&[world.hertz(conductivity, t, p), t, dbar]), conductivity),
            (found.pressure.predict(&[world.bridge(t, absolute), thermometer(t)]), absolute),
        ];
        for (list, ((value, uncertainty), truth)) in errors.iter_mut().zip(states) {
            list.push((value - truth) / uncertainty);
        }
    }
    errors
}

fn covered(errors: &[f64]) -> f64 {
    let hits = errors.iter().filter(|error| error.abs() <= 2.0).count();
    f64::from(u32::try_from(hits).unwrap()) / f64::from(u32::try_from(errors.len()).unwrap())
}

fn root_mean_square(errors: &[f64]) -> f64 {
    (errors.iter().map(|e| e * e).sum::<f64>() / f64::from(u32::try_from(errors.len()).unwrap())).sqrt()
}

/// Over worlds: U = 2u covers about 95 % of states between the points, and errors are of the size stated: neither too
/// small nor bloated. Errors of one world are one draw, so 60 worlds give about 60 draws: the standard error of a
/// coverage of 0.95 is 0.03, that of a normalised root mean square 0.09; three of them.
#[test]
fn stated_uncertainty_covers_the_truth_and_is_not_bloated() {
    let mut all = [Vec::new(), Vec::new(), Vec::new()];
    for seed in 0..60 {
        let mut source = stream(2_026, seed, "coverage");
        let world = World::draw(&mut source);
        let found = calibrate(&run(&world, &mut source)).unwrap();
        for (total, one) in all.iter_mut().zip(normalised_errors(&world, &found)) {
            total.extend(one);
        }
    }
    for (quantity, errors) in ["temperature", "conductivity", "pressure"].into_iter().zip(&all) {
        let (coverage, size) = (covered(errors), root_mean_square(errors));
        assert!(coverage > 0.95 - 0.09, "{quantity}: coverage {coverage}");
        assert!((0.73..1.27).contains(&size), "{quantity}: normalised rms {size}");
    }
}

fn one_run() -> Evidence {
    let mut source = stream(7, 0, "one run");
    let world = World::draw(&mut source);
    run(&world, &mut source)
}

#[test]
fn contributions_add_up_to_the_stated_uncertainty() {
    let found = calibrate(&one_run()).unwrap();
    for sensor in found.sensors() {
        for inputs in sensor.point_inputs() {
            let (_, uncertainty) = sensor.predict(inputs);
            let parts: f64 = sensor
                .contributions(inputs)
                .iter()
                .map(|c| c.standard_uncertainty * c.standard_uncertainty)
                .sum();
            assert!(
                (parts.sqrt() / uncertainty - 1.0).abs() < 1e-6,
                "{}: {} {uncertainty}",
                sensor.quantity,
                parts.sqrt()
            );
        }
    }
}

#[test]
fn budgets_name_every_source() {
    let found = calibrate(&one_run()).unwrap();
    let names = |sensor: &SensorCalibration| -> Vec<String> {
        sensor.budget.components.iter().map(|component| component.name.clone()).collect()
    };
    let conductivity = names(&found.conductivity);
    for expected in [
        "salinity: bottle",
        "temperature: certificate",
        "formulation PSS-78",
        "item resolution, conductivity",
    ] {
        assert!(conductivity.iter().any(|name| name == expected), "{expected}: {conductivity:?}");
    }
    assert!(names(&found.temperature).contains(&"item repeatability, temperature".to_owned()));
    assert_eq!(found.conductivity.held["WBOTC"].reason, Reason::Form);
    assert!(found.conductivity.fit.free_names().contains(&"CPCOR"));
    assert!(found.temperature.fit.free_names().contains(&"TPCOR"));
}

/// The formulation is an error of all points together: more points along the legs do not average it away.
#[test]
fn formulation_is_not_averaged_away() {
    let evidence = one_run();
    let deep = |evidence: &Evidence| {
        let sensor = calibrate(evidence).unwrap().conductivity;
        let inputs = sensor.point_inputs()[15].clone();
        let contributions = sensor.contributions(&inputs);
        contributions.into_iter().find(|c| c.name == "formulation PSS-78").unwrap().standard_uncertainty
    };
    let once = deep(&evidence);
    let mut twice = evidence.clone();
    twice.observations.extend(evidence.observations.clone());
    let (t, p, s) = budgets(&[design(), design()].concat());
    (twice.temperature_budget, twice.pressure_budget, twice.salinity_budget) = (t, p, s);
    assert!((deep(&twice) / once - 1.0).abs() < 0.1, "{once} {}", deep(&twice));
}

/// One run's points of these numbers, with their budgets.
fn chosen(points: &[usize]) -> Evidence {
    let mut evidence = one_run();
    evidence.observations = points.iter().map(|index| evidence.observations[*index]).collect();
    let design: Vec<_> = points.iter().map(|index| design()[*index]).collect();
    (evidence.temperature_budget, evidence.pressure_budget, evidence.salinity_budget) = budgets(&design);
    evidence
}

/// A short procedure cannot tell every coefficient: those that it cannot are held, and said so, apart from those that
/// the item's file gives; offset and slope are never among them.
#[test]
fn a_short_procedure_frees_fewer_coefficients_and_says_which() {
    let found = calibrate(&chosen(&[10, 12, 15, 21, 25, 26])).unwrap();
    assert_eq!(found.temperature.held_for_lack_of_points(), ["a2", "a3"]);
    assert_eq!(found.conductivity.held_for_lack_of_points(), ["i", "j"]);
    assert_eq!(found.pressure.held_for_lack_of_points(), ["PTCA2"]);
    assert_eq!(found.pressure.held["PTCB1"].reason, Reason::Given);
    assert_eq!(found.conductivity.held["WBOTC"].reason, Reason::Form);
    assert!(
        found.sensors().iter().all(|sensor| sensor.points.iter().all(|p| p.standard_uncertainty.is_finite()))
    );
}

#[test]
fn the_whole_procedure_holds_nothing_for_lack_of_points() {
    let found = calibrate(&one_run()).unwrap();
    assert!(found.sensors().iter().all(|sensor| sensor.held_for_lack_of_points().is_empty()));
}

/// Two levels of conductivity within a hundredth of each other tell zero from slope: with a zero conductivity of zero
/// instead, the cell's curve missed the points by tens of their uncertainties.
#[test]
fn regress_a_narrow_trial_still_tells_the_cells_zero_from_its_slope() {
    let mut narrow = chosen(&[10, 11, 12, 21, 22, 23]);
    let mut source = stream(7, 1, "narrow trial");
    let world = World::draw(&mut source);
    for (observation, salinity) in narrow.observations.iter_mut().zip([35.5, 35.5, 35.5, 32.25, 32.25, 32.25])
    {
        let t = observation.temperature_celsius;
        let p = crate::quantity::AbsolutePressure::from_mpa(observation.pressure_mpa_absolute).sea().mpa();
        observation.practical_salinity = salinity;
        observation.conductivity_hz.value = world.hertz(world.conductivity(salinity, t, p), t, p);
    }
    let conductivity = calibrate(&narrow).unwrap().conductivity;
    let surface = [&conductivity.points[0], &conductivity.points[3]].map(|point| libm::log(point.reference));
    assert!((0.005..0.02).contains(&(surface[0] - surface[1]).abs()), "{surface:?}");
    assert!(conductivity.fit.free_names().contains(&"g"));
    assert!(conductivity.stated_reduced_chi_squared < 10.0, "{}", conductivity.stated_reduced_chi_squared);
    assert!(!conductivity.scatters_beyond_budget());
}

/// Without a second pressure the gauge's slope would be made up, and without a second temperature the thermistor's.
#[test]
fn points_that_leave_a_slope_untold_are_refused() {
    let message = calibrate(&chosen(&[0, 1, 2, 3, 4, 5, 6, 7, 8, 9])).unwrap_err().to_string();
    let expected = "pressure: coefficient PA1 cannot be told: the points lie at 1 pressures more than 1 MPa apart; \
                    points at 2 or more are needed";
    assert_eq!(message, expected);
    let message = calibrate(&chosen(&[10, 11, 12, 13, 14, 15])).unwrap_err().to_string();
    assert!(message.contains("temperature: coefficient a1 cannot be told"), "{message}");
    assert!(message.contains("1 temperatures more than 0.5 K apart"), "{message}");
}

/// As many points as coefficients fit exactly and say nothing: refused with the number that is needed, once.
#[test]
fn points_without_a_degree_of_freedom_are_refused() {
    let message = calibrate(&chosen(&[10, 15, 21])).unwrap_err().to_string();
    let expected =
        "temperature: 3 points for 3 free coefficients (a0, a1, TPCOR); at least 4 points are needed";
    assert_eq!(message, expected);
    let message = calibrate(&chosen(&[10, 15])).unwrap_err().to_string();
    assert!(message.contains("a1 cannot be told"), "{message}");
}

#[test]
fn evidence_that_cannot_be_is_refused_by_name() {
    let good = one_run();
    let refused = |change: &dyn Fn(&mut Evidence)| {
        let mut bad = good.clone();
        change(&mut bad);
        calibrate(&bad).unwrap_err()
    };
    let message = refused(&|e| e.observations[3].conductivity_hz.value = f64::NAN).to_string();
    assert!(message.contains("point 3: conductivity frequency is NaN"), "{message}");
    let message = refused(&|e| e.observations[4].practical_salinity = -1.0).to_string();
    assert!(message.contains("practical salinity is -1"), "{message}");
    let message = refused(&|e| e.salinity_budget.components[0].standard_uncertainty.truncate(1)).to_string();
    assert!(message.contains("salinity budget: component `salinometer`"), "{message}");
    let empty = refused(&|e| {
        e.observations.clear();
        (e.temperature_budget, e.pressure_budget, e.salinity_budget) = Default::default();
    });
    assert_eq!(empty, CalibrationError::NoPoints);
}
