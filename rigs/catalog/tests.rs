//! Every rig of the catalog: it loads, its steps of protection rise, its machines fit together, and it is as published.

use super::*;
use crate::chamber::NominalChamber;
use crate::chamber::vessel::Vessel;
use crate::description::plan_check;
use hadal_models::quantity::{AbsolutePressure, PracticalSalinity, SeaPressure, Temperature};
use hadal_models::seawater;

const SALINITY: PracticalSalinity = PracticalSalinity::new(35.0);
const INCH_M: f64 = 0.0254;
const PSI_MPA: f64 = 0.006_894_757_293_168;
const US_GALLON_L: f64 = 3.785_411_784;

/// What arl.psu.edu (facil_hipressure) publishes of a vessel: rig, bore and length with half of their last digits, wall, in
/// inches; gallons with half of the last digit that counts; operating pressure, psi; minutes of pumping to it.
struct Arl {
    rig: &'static str,
    bore_inch: (f64, f64),
    length_inch: (f64, f64),
    wall_inch: f64,
    gallons: (f64, f64),
    operating_psi: f64,
    minutes: f64,
}

const ARL: [Arl; 2] = [
    Arl {
        rig: ARL_18_INCH,
        bore_inch: (18.4, 0.05),
        length_inch: (168.0, 0.5),
        wall_inch: 14.0,
        gallons: (192.0, 0.5),
        operating_psi: 20_000.0,
        minutes: 10.0,
    },
    Arl {
        rig: ARL_60_INCH,
        bore_inch: (60.0, 0.5),
        length_inch: (165.0, 0.5),
        wall_inch: 10.0,
        gallons: (2000.0, 50.0),
        operating_psi: 16_000.0,
        minutes: 16.0,
    },
];

#[test]
fn every_rig_takes_the_procedure_that_is_made_for_its_size() {
    for text in RIGS {
        let (plan, ctd) = match text {
            BATH => (IN_BATH, CTD_IN_BATH),
            IDSSE => (SHORT_LARGE, DEEP_CTD),
            _ => (SHORT, DEEP_CTD),
        };
        let envelope = plan_check(&loaded("rig.toml", text), &procedure(plan), &[item(ctd)]);
        assert!(envelope.is_ok(), "{envelope:?}");
    }
}

#[test]
fn the_steps_of_protection_rise_and_are_apart_by_more_than_they_err() {
    for limits in RIGS.map(|text| rig(text).limits) {
        let steps = [
            limits.pressure_max_mpa_absolute,
            limits.hard_trip_mpa_absolute,
            limits.relief_mpa_absolute,
            limits.vessel_rating_mpa_absolute,
        ];
        // Transducers of limit and trip and the relief valve's spring are good to 0.2 % each.
        assert!(steps.windows(2).all(|pair| pair[1] > 1.004 * pair[0]), "{steps:?}");
    }
}

/// A relief valve that passes less than the pump protects nothing; a reservoir that one filling empties stops the run.
#[test]
fn relief_passes_the_whole_pump_and_one_filling_reaches_the_working_pressure() {
    for rig in RIGS.map(rig) {
        let (chamber, limits, hydraulics) = (&rig.chamber, &rig.limits, &rig.chamber.hydraulics);
        let above_pa = (limits.relief_mpa_absolute - 0.101_325) * 1e6;
        let relieved_m3_per_s = hydraulics.relief_orifice_m2 * (2.0 * above_pa / 1025.0).sqrt();
        let pumped_m3_per_s = chamber.pump_max_ml_per_min * 1e-6 / 60.0;
        assert!(relieved_m3_per_s > 2.0 * pumped_m3_per_s, "{}: {relieved_m3_per_s}", rig.name);
        let nominal = NominalChamber::new(chamber);
        let [open, full] = [0.101_325, limits.pressure_max_mpa_absolute].map(AbsolutePressure::from_mpa);
        let litres = nominal.pump_volume_l(open, full, SALINITY, Temperature::from_celsius(2.0));
        // What cools after a ramp is made good too: a tenth.
        assert!(hydraulics.reservoir_l > 1.1 * litres, "{}: {litres} L", rig.name);
    }
}

#[test]
fn val_arl_vessels_have_the_published_sizes() {
    for published in &ARL {
        let rig = rig(published.rig);
        let vessel = Vessel::nominal(&rig.chamber);
        let ((bore, bore_half), (length, length_half)) = (published.bore_inch, published.length_inch);
        assert!((vessel.inner_diameter_m / INCH_M - bore).abs() < bore_half, "{vessel:?}");
        assert!((vessel.inner_length_m() / INCH_M - length).abs() < length_half, "{vessel:?}");
        let wall_inch = vessel.inner_diameter_m * (vessel.diameter_ratio - 1.0) / 2.0 / INCH_M;
        assert!((wall_inch - published.wall_inch).abs() < 0.5, "{wall_inch}");
        // The gallons are no closer to bore and length than half of the last digits allow.
        let (gallons, half) = published.gallons;
        let tolerance = 2.0 * bore_half / bore + length_half / length + half / gallons;
        let apart = rig.chamber.volume_l / US_GALLON_L / gallons - 1.0;
        assert!(apart.abs() < tolerance, "{apart} of {tolerance}");
    }
}

/// No flow is published: the files' pumps were chosen for these minutes, and this holds the files to it. Published to a whole minute,
/// so that half a minute is the tolerance.
#[test]
fn arl_pumps_reach_the_published_pressure_in_the_published_minutes_by_the_nominal_model() {
    for published in &ARL {
        let rig = rig(published.rig);
        let minutes = minutes_to(&rig, published.operating_psi * PSI_MPA);
        assert!((minutes - published.minutes).abs() < 0.5, "{}: {minutes}", rig.name);
        let room = rig.limits.pressure_max_mpa_absolute - 0.101_325 - published.operating_psi * PSI_MPA;
        assert!(room > 0.0, "{}: software stops {room} MPa above the operating pressure", rig.name);
    }
}

/// Minutes of pumping at the largest flow, the water at 20 °C on its isentrope.
fn minutes_to(rig: &Rig, mpa_sea: f64) -> f64 {
    let nominal = NominalChamber::new(&rig.chamber);
    let (begin, steps) = (Temperature::from_celsius(20.0), 100);
    let span_mpa = mpa_sea / f64::from(steps);
    let step = |k: u32| {
        let sea = SeaPressure::from_mpa((f64::from(k) + 0.5) * span_mpa);
        let t =
            seawater::isentropic_temperature(SALINITY.reference(), begin, SeaPressure::from_mpa(0.0), sea);
        let share = 1.0 - rig.chamber.hydraulics.pump_slip_per_mpa * sea.mpa();
        nominal.flow_for_rate(1.0, sea.absolute(), SALINITY, t) * span_mpa / share
    };
    (0..steps).map(step).sum::<f64>() / rig.chamber.pump_max_ml_per_min
}
