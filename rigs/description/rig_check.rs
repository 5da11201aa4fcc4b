//! Impossible values in a rig file.

use super::error::{HOLDS, rounded, written};
use super::{
    Checks, Description, Endpoint, Instrument, InstrumentModel, Limits, PressureReference, Rig, Role,
    Salinometer, Sprt,
};

/// Largest relative standard uncertainty of a resistance at the triple point of water: 25 mK, a broken thermometer.
const THERMOMETER_RELATIVE: f64 = 1e-4;
/// Largest standard uncertainty of an ITS-90 deviation coefficient; the coefficients themselves are a few 1e-4.
const DEVIATION_COEFFICIENT: f64 = 1e-3;
/// Largest drift, self-heating and uncertainty of it that a reference thermometer may have, mK.
const THERMOMETER_MK: f64 = 25.0;
/// Largest relative standard uncertainty of a reference of pressure, and of full scale its largest offset: beyond one per
/// cent it is no reference.
const PRESSURE_RELATIVE: f64 = 0.01;
/// Least difference in height between reference thermometers that shows whether water is uniform, m.
const LEAST_SPREAD_M: f64 = 0.05;

impl Description for Rig {
    const KIND: &'static str = "rig";
    const SCHEMA: &'static str = "hadal-rig/1";

    fn check(&self, checks: &mut Checks) {
        checks.named("name", &self.name);
        check_limits(&self.limits, checks);
        super::chamber_check::check(&self.chamber, checks);
        check_relief(self, checks);
        checks.range("dosing.brine_salinity_practical", self.dosing.brine_salinity_practical, 35.0, 120.0);
        checks.range("dosing.flow_max_ml_per_min", self.dosing.flow_max_ml_per_min, 1.0, 20_000.0);
        check_instruments(self, checks);
        check_thermometers(self, checks);
        check_pressure_reference(&self.reference_pressure, self, checks);
        check_salinometer(&self.salinometer, checks);
        super::bracket::check_rig(self, inner_length_m(self), checks);
        check_twin(self, checks);
    }
}

/// A relief valve that passes less than the pump gives is no protection.
fn check_relief(rig: &Rig, checks: &mut Checks) {
    let (hydraulics, pump) = (&rig.chamber.hydraulics, rig.chamber.pump_max_ml_per_min);
    // Seawater at most weighs 1,090 kg/m³ below 130 MPa: what flows through an orifice goes with 1/√ρ.
    let pa = (rig.limits.relief_mpa_absolute * 1e6).max(0.0);
    let passes_ml_per_min = hydraulics.relief_orifice_m2 * (2.0 * pa / 1090.0).sqrt() * 6e7;
    if passes_ml_per_min < pump {
        let accepted = format!(
            "an orifice that passes `chamber.pump_max_ml_per_min` = {} at `limits.relief_mpa_absolute`; this one passes {passes_ml_per_min:.0} mL/min",
            written(pump)
        );
        checks.refuse("chamber.hydraulics.relief_orifice_m2", hydraulics.relief_orifice_m2, accepted);
    }
}

/// The pressures of the layers of protection, each strictly above the one it backs up.
fn check_limits(limits: &Limits, checks: &mut Checks) {
    checks.range("limits.pressure_max_mpa_absolute", limits.pressure_max_mpa_absolute, 0.2, 200.0);
    let ladder = [
        ("limits.pressure_max_mpa_absolute", limits.pressure_max_mpa_absolute),
        ("limits.hard_trip_mpa_absolute", limits.hard_trip_mpa_absolute),
        ("limits.relief_mpa_absolute", limits.relief_mpa_absolute),
        ("limits.vessel_rating_mpa_absolute", limits.vessel_rating_mpa_absolute),
    ];
    for pair in ladder.windows(2) {
        let [(lower, least), (field, value)] = [pair[0], pair[1]];
        if value <= least || value > 250.0 {
            checks.refuse(field, value, format!("above `{lower}` = {}, up to 250", written(least)));
        }
    }
    checks.range("limits.pressure_rate_max_mpa_per_min", limits.pressure_rate_max_mpa_per_min, 0.01, 30.0);
    let fastest = limits.pressure_rate_max_mpa_per_min;
    checks.range("limits.vent_rate_mpa_per_min", limits.vent_rate_mpa_per_min, 0.01, fastest);
    checks.range("limits.temperature_min_celsius", limits.temperature_min_celsius, -6.0, 40.0);
    let coldest = limits.temperature_min_celsius;
    checks.range("limits.temperature_max_celsius", limits.temperature_max_celsius, coldest, 45.0);
    checks.range("limits.salinity_max_practical", limits.salinity_max_practical, 2.0, 42.0);
    checks.range("limits.pressure_disagreement_mpa", limits.pressure_disagreement_mpa, 0.001, 10.0);
    checks.range("limits.temperature_disagreement_k", limits.temperature_disagreement_k, 0.001, 20.0);
    checks.range("limits.stale_after_s", limits.stale_after_s, 0.5, 120.0);
}

fn check_instruments(rig: &Rig, checks: &mut Checks) {
    let names = || rig.instrument.iter().map(|instrument| instrument.name.as_str());
    checks.distinct(names(), |index| format!("instrument[{index}].name"));
    for (index, instrument) in rig.instrument.iter().enumerate() {
        let field = |name: &str| format!("instrument[{index}].{name}");
        checks.named(field("name"), &instrument.name);
        checks.range(field("poll_period_s"), instrument.poll_period_s, 0.1, 3600.0);
        checks.range(field("reply_timeout_s"), instrument.reply_timeout_s, 0.05, 86_400.0);
        check_endpoint(&field("endpoint"), &instrument.endpoint, checks);
        let accepted =
            "with `model = \"plugin\"`, and only with it: PLUGIN/INSTRUMENT, as docs/plugins.md says";
        match (&instrument.plugin, instrument.model == InstrumentModel::Plugin) {
            (None, true) => checks.missing(field("plugin"), accepted.to_owned()),
            (Some(name), false) => checks.refuse(field("plugin"), format!("\"{name}\""), accepted),
            (Some(name), true) => checks.named(field("plugin"), name),
            (None, false) => {}
        }
        super::dialect_check::check(&field, instrument, checks);
        super::register_map_check::check(&field, instrument, rig, checks);
        let safety = matches!(instrument.role(), Role::PlantPlc | Role::PressureReference);
        if safety && instrument.poll_period_s > rig.limits.stale_after_s {
            let accepted = format!("0.1 to `limits.stale_after_s` = {}", rig.limits.stale_after_s);
            checks.refuse(field("poll_period_s"), instrument.poll_period_s, accepted);
        }
    }
    for role in [Role::PlantPlc, Role::Operator] {
        let (found, word) = (rig.with_role(role).count(), InstrumentModel::names_with(role).join(" or "));
        if found != 1 {
            checks.refuse(
                "instrument",
                format!("{HOLDS}{found} of model {word}"),
                format!("exactly one {word}"),
            );
        }
    }
}

/// Speed and framing that a serial port can have.
pub(super) fn check_endpoint(field: &str, endpoint: &Endpoint, checks: &mut Checks) {
    match endpoint {
        Endpoint::Twin { baud } => checks.count(format!("{field}.baud"), *baud, 300, 1_000_000_000),
        Endpoint::Serial { port, baud, data_bits, stop_bits, .. } => {
            checks.named(format!("{field}.port"), port);
            checks.count(format!("{field}.baud"), *baud, 300, 4_000_000);
            checks.count(format!("{field}.data_bits"), u32::from(*data_bits), 7, 8);
            checks.count(format!("{field}.stop_bits"), u32::from(*stop_bits), 1, 2);
        }
        Endpoint::Tcp { address } => {
            let port = address.rsplit_once(':').and_then(|(_, port)| port.parse::<u16>().ok());
            if port.is_none() {
                checks.refuse(format!("{field}.address"), format!("\"{address}\""), "host:port");
            }
        }
    }
}

fn check_thermometers(rig: &Rig, checks: &mut Checks) {
    if rig.reference_thermometer.len() < 2 {
        let found = format!("{HOLDS}{}", rig.reference_thermometer.len());
        checks.refuse("reference_thermometer", found, "two or more, or uniformity cannot be seen");
    }
    let serials = rig.reference_thermometer.iter().map(|one| one.serial.as_str());
    checks.distinct(serials, |index| format!("reference_thermometer[{index}].serial"));
    let mut heights = rig.reference_thermometer.iter().map(|one| one.height_m);
    if let Some(first) = heights.next()
        && heights.all(|height| (height - first).abs() < LEAST_SPREAD_M)
    {
        let accepted =
            format!("heights that differ by {LEAST_SPREAD_M} or more, or uniformity cannot be seen");
        checks.refuse("reference_thermometer[0].height_m", first, accepted);
    }
    for (index, thermometer) in rig.reference_thermometer.iter().enumerate() {
        check_thermometer(&format!("reference_thermometer[{index}]"), thermometer, rig, checks);
        let same =
            |other: &Sprt| other.instrument == thermometer.instrument && other.input == thermometer.input;
        if rig.reference_thermometer.iter().take(index).any(same) {
            let accepted = "an input that no other thermometer has";
            checks.refuse(format!("reference_thermometer[{index}].input"), thermometer.input, accepted);
        }
    }
}

fn check_thermometer(field: &str, thermometer: &Sprt, rig: &Rig, checks: &mut Checks) {
    let at = |name: &str| format!("{field}.{name}");
    checks.named(at("serial"), &thermometer.serial);
    checks.named(at("certificate"), &thermometer.certificate);
    checks.date(at("due_date"), &thermometer.due_date);
    resolve(&at("instrument"), &thermometer.instrument, Role::ThermometerBridge, rig, checks);
    let bridge = rig.instrument.iter().find(|instrument| instrument.name == thermometer.instrument);
    let inputs = bridge.map_or_else(|| (1..=4).collect(), Instrument::thermometer_inputs);
    if !inputs.contains(&thermometer.input) {
        let named: Vec<String> = inputs.iter().map(u8::to_string).collect();
        let accepted = match (bridge.is_some_and(|bridge| bridge.dialect.is_some()), inputs.len()) {
            (true, _) => format!("an `input` of its bridge's dialect: {}", named.join(", ")),
            (false, most) => format!("1 to {most}"),
        };
        checks.refuse(at("input"), thermometer.input, accepted);
    }
    checks.range(at("height_m"), thermometer.height_m, 0.0, inner_length_m(rig));
    checks.range(at("resistance_tpw_ohm"), thermometer.resistance_tpw_ohm, 0.2, 120.0);
    checks.range(at("a"), thermometer.a, -5e-3, 5e-3);
    checks.range(at("b"), thermometer.b, -5e-3, 5e-3);
    check_thermometer_covariance(&at("covariance"), thermometer, checks);
    let drift = thermometer.drift_standard_uncertainty_mk;
    checks.range(at("drift_standard_uncertainty_mk"), drift, 0.0, THERMOMETER_MK);
    let heating = thermometer.self_heating_standard_uncertainty_mk;
    checks.range(at("self_heating_standard_uncertainty_mk"), heating, 0.0, THERMOMETER_MK);
    let nominal = thermometer.self_heating_nominal_mk;
    checks.range(at("self_heating_nominal_mk"), nominal, 0.0, THERMOMETER_MK);
    let stem = thermometer.stem_conduction_standard_uncertainty_mk_per_k;
    checks.range(at("stem_conduction_standard_uncertainty_mk_per_k"), stem, 0.0, 1.0);
}

fn check_thermometer_covariance(field: &str, thermometer: &Sprt, checks: &mut Checks) {
    let covariance = &thermometer.covariance;
    checks.covariance(field, covariance);
    let resistance = THERMOMETER_RELATIVE * thermometer.resistance_tpw_ohm.clamp(0.2, 120.0);
    let deviation = "deviation coefficient";
    for (index, most, meaning) in [
        (0, resistance, "1e-4 of `resistance_tpw_ohm`"),
        (1, DEVIATION_COEFFICIENT, deviation),
        (2, DEVIATION_COEFFICIENT, deviation),
    ] {
        checks.variance(format!("{field}[{index}][{index}]"), covariance[index][index], most, meaning);
    }
}

fn check_pressure_reference(reference: &PressureReference, rig: &Rig, checks: &mut Checks) {
    let at = |name: &str| format!("reference_pressure.{name}");
    checks.named(at("serial"), &reference.serial);
    checks.named(at("certificate"), &reference.certificate);
    checks.date(at("due_date"), &reference.due_date);
    resolve(&at("instrument"), &reference.instrument, Role::PressureReference, rig, checks);
    // Level with the lid is inside, as far as a height is known.
    let highest_m = inner_length_m(rig) + rig.chamber.height_standard_uncertainty_m;
    if highest_m > 0.0 && !(0.0..=highest_m).contains(&reference.height_m) {
        let accepted = format!("0 to {}, the height of the chamber", rounded(highest_m));
        checks.refuse(at("height_m"), reference.height_m, accepted);
    }
    let working = rig.limits.pressure_max_mpa_absolute;
    checks.range(at("full_scale_mpa_absolute"), reference.full_scale_mpa_absolute, working, 500.0);
    let offset_most = reference.full_scale_mpa_absolute.clamp(1.0, 500.0) / 100.0;
    checks.range(at("offset_mpa"), reference.offset_mpa, -offset_most, offset_most);
    checks.range(at("span"), reference.span, -2.0 * PRESSURE_RELATIVE, 2.0 * PRESSURE_RELATIVE);
    checks.covariance(&at("covariance"), &reference.covariance);
    let [[offset, _], [_, span]] = reference.covariance;
    checks.variance(at("covariance[0][0]"), offset, offset_most, "1 % of `full_scale_mpa_absolute`");
    checks.variance(at("covariance[1][1]"), span, PRESSURE_RELATIVE, "1 % of the reading");
    let drift = reference.drift_standard_uncertainty_mpa;
    checks.range(at("drift_standard_uncertainty_mpa"), drift, 0.0, offset_most);
    let span = reference.span_drift_standard_uncertainty;
    checks.range(at("span_drift_standard_uncertainty"), span, 0.0, PRESSURE_RELATIVE);
}

fn check_salinometer(salinometer: &Salinometer, checks: &mut Checks) {
    checks.named("salinometer.serial", &salinometer.serial);
    checks.named("salinometer.certificate", &salinometer.certificate);
    checks.date("salinometer.due_date", &salinometer.due_date);
    let standard = salinometer.standardisation_standard_uncertainty_practical;
    checks.range("salinometer.standardisation_standard_uncertainty_practical", standard, 0.0, 0.1);
    let repeatability = salinometer.repeatability_standard_uncertainty_practical;
    checks.range("salinometer.repeatability_standard_uncertainty_practical", repeatability, 0.0, 0.1);
}

/// A reference must hang on an instrument that exists and does such work.
fn resolve(field: &str, name: &str, role: Role, rig: &Rig, checks: &mut Checks) {
    let names: Vec<&str> = rig.with_role(role).map(|(_, instrument)| instrument.name.as_str()).collect();
    if names.contains(&name) {
        return;
    }
    let models = InstrumentModel::names_with(role).join(" or ");
    let mut accepted = match names.as_slice() {
        [] => format!("the name of an [[instrument]] of model {models}, of which there is none"),
        names => format!("one of {}", names.join(", ")),
    };
    let named = rig.instrument.iter().find(|instrument| instrument.name == name);
    if let Some(model @ (InstrumentModel::DhiPpch | InstrumentModel::MensorCpc8000)) =
        named.map(|named| named.model)
    {
        accepted +=
            &format!("; a {} shows the pressure in its own manifold, not the chamber's", model.name());
    }
    checks.refuse(field, format!("\"{name}\""), accepted);
}

/// A twin answers for every instrument or for none.
fn check_twin(rig: &Rig, checks: &mut Checks) {
    for (index, instrument) in rig.instrument.iter().enumerate() {
        let twin = matches!(instrument.endpoint, Endpoint::Twin { .. });
        let field = format!("instrument[{index}].endpoint.kind");
        match (twin, rig.scenario.is_some()) {
            (true, false) => checks.refuse(field, "\"twin\"", "serial or tcp, or give the rig a `scenario`"),
            (false, true) => {
                checks.refuse(field, "hardware", "twin: a rig with a `scenario` has no hardware")
            }
            _ => {}
        }
    }
    let Some(simulated) = &rig.simulated else { return };
    if rig.scenario.is_some() {
        let accepted = "a `scenario`, whose twin lives in the run's own process, or `simulated`, whose twin lives in another";
        checks.refuse("simulated", "beside `scenario`", accepted);
    }
    checks.distinct(simulated.item.iter().map(|item| item.serial.as_str()), |index| {
        format!("simulated.item[{index}].serial")
    });
    for (index, item) in simulated.item.iter().enumerate() {
        check_endpoint(&format!("simulated.item[{index}].endpoint"), &item.endpoint, checks);
    }
}

fn inner_length_m(rig: &Rig) -> f64 {
    crate::chamber::vessel::Vessel::nominal(&rig.chamber).inner_length_m()
}
