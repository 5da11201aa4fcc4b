//! Impossible values in a procedure or an item file, as far as the file alone can tell.

use super::coefficients::check_coefficients;
use super::error::HOLDS;
use super::rig_check::check_endpoint;
use super::{Checks, Description, Item, Leg, Procedure};
use hadal_models::constants::STANDARD_ATMOSPHERE_MPA;

/// Pressures this near to zero are the atmosphere, MPa.
pub(super) const AMBIENT_WITHIN_MPA: f64 = 1e-9;

/// A point needs two readings of an item: one has no scatter, and repeatability is part of every budget.
const READINGS_LEAST: u32 = 2;

impl Description for Procedure {
    const KIND: &'static str = "procedure";
    const SCHEMA: &'static str = "hadal-procedure/1";

    fn check(&self, checks: &mut Checks) {
        checks.named("title", &self.title);
        checks.instant("epoch_utc", &self.epoch_utc);
        if self.items.is_empty() {
            checks.refuse("items", "[]", "at least one item file");
        }
        checks.distinct(self.items.iter().map(String::as_str), |index| format!("items[{index}]"));
        let approach = &self.approach;
        let rate = approach.pressure_rate_mpa_per_min;
        checks.range("approach.pressure_rate_mpa_per_min", rate, 0.01, 30.0);
        checks.range("approach.pressure_tolerance_mpa", approach.pressure_tolerance_mpa, 0.001, 5.0);
        checks.range("approach.temperature_tolerance_k", approach.temperature_tolerance_k, 0.001, 2.0);
        let salinity = approach.salinity_tolerance_practical;
        checks.range("approach.salinity_tolerance_practical", salinity, 0.001, 2.0);
        checks.range("approach.timeout_h", approach.timeout_h, 0.1, 240.0);
        check_stability(self, checks);
        checks.count("readings.count", self.readings.count, READINGS_LEAST, 10_000);
        super::bracket::check_procedure(self, checks);
        if self.leg.is_empty() {
            checks.refuse("leg", format!("{HOLDS}none"), "at least one [[leg]]");
        }
        checks.distinct(self.leg.iter().map(|leg| leg.name.as_str()), |index| format!("leg[{index}].name"));
        for (index, leg) in self.leg.iter().enumerate() {
            check_leg(&format!("leg[{index}]"), leg, checks);
        }
    }
}

fn check_stability(procedure: &Procedure, checks: &mut Checks) {
    let stability = &procedure.stability;
    checks.range("stability.window_s", stability.window_s, 30.0, 86_400.0);
    checks.range("stability.temperature_drift_mk", stability.temperature_drift_mk, 0.01, 100.0);
    checks.range("stability.temperature_deviation_mk", stability.temperature_deviation_mk, 0.01, 100.0);
    checks.range("stability.uniformity_mk", stability.uniformity_mk, 0.01, 100.0);
    checks.range("stability.pressure_drift_kpa", stability.pressure_drift_kpa, 0.01, 1000.0);
}

fn check_leg(field: &str, leg: &Leg, checks: &mut Checks) {
    checks.named(format!("{field}.name"), &leg.name);
    checks.range(format!("{field}.temperature_celsius"), leg.temperature_celsius, -5.0, 45.0);
    checks.range(format!("{field}.salinity_practical"), leg.salinity_practical, 0.0, 42.0);
    if leg.pressures_mpa_sea.is_empty() {
        return checks.refuse(format!("{field}.pressures_mpa_sea"), "[]", "at least [0.0]");
    }
    for (index, pressure) in leg.pressures_mpa_sea.iter().enumerate() {
        checks.range(format!("{field}.pressures_mpa_sea[{index}]"), *pressure, 0.0, 200.0);
    }
    for index in [0, leg.pressures_mpa_sea.len() - 1] {
        let pressure = leg.pressures_mpa_sea[index];
        if pressure.abs() > AMBIENT_WITHIN_MPA {
            let accepted = "0: a leg begins and ends at ambient pressure, where its bottles are drawn";
            checks.refuse(format!("{field}.pressures_mpa_sea[{index}]"), pressure, accepted);
        }
    }
}

impl Description for Item {
    const KIND: &'static str = "item";
    const SCHEMA: &'static str = "hadal-item/1";

    fn check(&self, checks: &mut Checks) {
        for (field, text) in [
            ("name", &self.name),
            ("manufacturer", &self.manufacturer),
            ("model", &self.model),
            ("serial", &self.serial),
        ] {
            checks.named(field, text);
        }
        check_endpoint("endpoint", &self.endpoint, checks);
        checks.range("height_m", self.height_m, 0.0, 10.0);
        checks.range("rating_mpa_sea", self.rating_mpa_sea, STANDARD_ATMOSPHERE_MPA, 200.0);
        checks.range("temperature_min_celsius", self.temperature_min_celsius, -10.0, 40.0);
        let coldest = self.temperature_min_celsius;
        checks.range("temperature_max_celsius", self.temperature_max_celsius, coldest, 60.0);
        let rate = self.pressure_rate_max_mpa_per_min;
        checks.range("pressure_rate_max_mpa_per_min", rate, 0.01, 60.0);
        checks.range("sample_period_s", self.sample_period_s, 0.2, 3600.0);
        checks.range("reply_timeout_s", self.reply_timeout_s, 0.1, 600.0);
        check_coefficients(self.kind, &self.coefficient, checks);
    }
}
