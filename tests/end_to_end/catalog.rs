//! Every rig of the catalog on the twin, through its own wires: to pressure and back, stopped under pressure, and the bath.

use crate::world::{Setting, path};
use hadal::calibrations::calibrate_record;
use hadal::certificate::certificate;
use hadal::plan::Plan;
use hadal_record::event::Outcome;
use hadal_rigs::description::{Leg, Stability, plan_check};
use hadal_sim::Effect;

/// Vessels besides the 71-litre one, on which all other tests run.
const VESSELS: [&str; 4] = ["arl-18-inch", "arl-60-inch", "idsse-full-ocean-depth", "idsse-low-temperature"];
const BATH: &str = "seawater-bath";

/// Up to this pressure and back in the water that the twin is found in, to a criterion that takes hours and not days.
fn quick(rig: &str, pressure_mpa_sea: f64) -> Plan {
    let rig = path(&format!("rigs/catalog/{rig}.toml"));
    let mut plan = Plan::load(&path("rigs/catalog/procedures/ctd-short-large.toml"), &rig).unwrap();
    plan.procedure.value.leg = vec![Leg {
        name: "up and back".to_owned(),
        temperature_celsius: 20.0,
        salinity_practical: 35.0,
        pressures_mpa_sea: vec![0.0, pressure_mpa_sea, 0.0],
    }];
    plan.procedure.value.stability = Stability {
        temperature_drift_mk: 20.0,
        temperature_deviation_mk: 5.0,
        uniformity_mk: 5.0,
        pressure_drift_kpa: 20.0,
        ..plan.procedure.value.stability
    };
    plan.envelope = plan_check(&plan.rig, &plan.procedure, &plan.items).unwrap();
    plan
}

/// Each vessel in a thread of its own.
fn on_every_vessel(test: fn(&str)) {
    std::thread::scope(|scope| {
        for rig in VESSELS {
            scope.spawn(move || test(rig));
        }
    });
}

#[test]
fn every_vessel_of_the_catalog_goes_to_pressure_and_back() {
    on_every_vessel(|rig| {
        let plan = quick(rig, 8.0);
        let ran = Setting::of(&plan).run();
        assert_eq!(ran.report.outcome, Outcome::Completed, "{rig}: {:?}", ran.report);
        assert_eq!(ran.report.points, 3, "{rig}");
        ran.assert_vented_below(plan.envelope.pressure_max_mpa_absolute);
        let balance = ran.plant().balance;
        for residual in [balance.water, balance.salt, balance.energy] {
            assert!(residual.abs() < 1e-12, "{rig}: {balance:?}");
        }
    });
}

/// Litres or thousands of them for a megapascal: every PLC vents its vessel no faster than allowed, and in the time that
/// safe-down waits.
#[test]
fn every_vessel_of_the_catalog_is_vented_when_a_person_says_stop() {
    on_every_vessel(|rig| {
        let plan = quick(rig, 40.0);
        let ran = Setting::of(&plan).with(&["Soak", "40 MPa"], Effect::OperatorStop).run();
        let stopped = matches!(&ran.report.outcome, Outcome::Tripped { cause } if cause == "OperatorStop");
        assert!(stopped, "{rig}: {:?}", ran.report);
        ran.assert_safe_and_vented(&plan);
        assert!(ran.plant().peak_pressure.mpa() > 39.0, "{rig}: {:?}", ran.plant());
    });
}

#[test]
fn a_ctd_in_a_bath_is_calibrated_but_for_its_span_of_pressure() {
    let rig = path(&format!("rigs/catalog/{BATH}.toml"));
    let plan = Plan::load(&path("rigs/catalog/procedures/ctd-bath.toml"), &rig).unwrap();
    let ran = Setting::of(&plan).run();
    assert_eq!(ran.report.outcome, Outcome::Completed, "{:?}", ran.report);
    assert!(ran.plant().peak_pressure.mpa() < plan.envelope.pressure_max_mpa_absolute, "{:?}", ran.plant());
    let record = ran.record();
    let certificate = certificate(&record, &calibrate_record(&record).unwrap()).unwrap();
    assert!(certificate.complete, "{}", certificate.completeness);
    let [temperature, conductivity, pressure] = certificate.items[0].quantities.as_slice() else {
        panic!("three quantities");
    };
    // A bath of this kind calibrated CTDs with U = 1.4 mK (k = 2).
    let widest_k = temperature.points.iter().map(|point| point.expanded_uncertainty).fold(0.0, f64::max);
    assert!(widest_k < 1.4e-3, "{widest_k}");
    assert!(conductivity.points.iter().all(|point| point.expanded_uncertainty < 1e-3));
    assert_eq!(pressure.correlation.names.first().map(String::as_str), Some("PA0"));
    assert!(!pressure.correlation.names.iter().any(|name| name == "PA1"), "{:?}", pressure.correlation);
}
