//! Scenarios that cannot be: impossible values in the file, and a file that does not fit its rig.

use super::{Scenario, Spread};
use crate::fault::{Course, Effect, Fault};
use crate::item::cell_swings;
use crate::plugin::Plugins;
use crate::twin::item_line;
use hadal_rigs::chamber::plant::PlantError;
use hadal_rigs::description::{Checks, Description, Item, ItemKind, Refusal, Rig};
use schemars::SchemaGenerator;
use std::fmt::Display;

/// Why a scenario makes no world.
#[derive(Debug, thiserror::Error)]
pub enum ScenarioError {
    /// The scenario does not fit the rig that names it.
    #[error("scenario `{scenario}`: field `{field}`: value {value}: accepted: {accepted}")]
    DoesNotFit {
        /// Name of the scenario.
        scenario: String,
        /// The field.
        field: String,
        /// What stands there.
        value: String,
        /// What would do.
        accepted: String,
    },
    /// Plugins do not accept what the scenario says of them.
    #[error("{}", .refusals.iter().map(|one| format!("scenario `{scenario}`: {one}")).collect::<Vec<_>>().join("\n"))]
    Refused {
        /// Name of the scenario.
        scenario: String,
        /// Every field.
        refusals: Vec<Refusal>,
    },
    /// An instrument of the rig that no plugin of the scenario brings.
    #[error("the rig's instrument `{instrument}`: field `plugin`: value \"{plugin}\": accepted: {accepted}")]
    NoSuchInstrument {
        /// The instrument's name on the rig.
        instrument: String,
        /// What it is said to be.
        plugin: String,
        /// What would do.
        accepted: String,
    },
    /// Two plugins bring something of one name.
    #[error("plugins: two bring `{0}`: accepted are names of their own")]
    NamedTwice(String),
    /// The chamber cannot be found like that.
    #[error(transparent)]
    Plant(#[from] PlantError),
    /// A snapshot that is not of this world.
    #[error("the twin's snapshot: {0}")]
    Snapshot(String),
    /// The order of the world's systems is undecided: a fault of this program, or of its plugins.
    #[error("the twin's schedule cannot be built: {0}")]
    Schedule(String),
}

/// The JSON schema of scenario files, with the settings of these plugins.
pub fn schema_json(plugins: &Plugins) -> Option<String> {
    let mut generator = SchemaGenerator::default();
    let entries = plugins.schemas(&mut generator);
    let mut schema = generator.into_root_schema_for::<Scenario>();
    if let Some(entry) = schema.pointer_mut("/$defs/PluginEntry").filter(|_| !entries.is_empty()) {
        *entry = serde_json::json!({ "oneOf": entries });
    }
    serde_json::to_string_pretty(&schema).ok()
}

impl Description for Scenario {
    const KIND: &'static str = "scenario";
    const SCHEMA: &'static str = "hadal-scenario/1";

    fn check(&self, checks: &mut Checks) {
        checks.named("name", &self.name);
        if let Some(file) = &self.world.built_from {
            checks.named("world.built_from", file);
        }
        checks.range("start.temperature_celsius", self.start.temperature_celsius, -2.0, 45.0);
        checks.range("start.salinity_practical", self.start.salinity_practical, 0.0, 45.0);
        self.check_references(checks);
        self.check_plant_sensors(checks);
        self.check_standards(checks);
        self.check_population(checks);
        checks.distinct(self.plugin.iter().map(|one| one.name.as_str()), |index| {
            format!("plugin[{index}].name")
        });
        for (index, fault) in self.fault.iter().enumerate() {
            check_fault(&format!("fault[{index}]"), fault, checks);
        }
    }
}

impl Scenario {
    fn check_references(&self, checks: &mut Checks) {
        for (index, spread) in self.reference_thermometer.iter().enumerate() {
            let field = |name: &str| format!("reference_thermometer[{index}].{name}");
            checks.covariance(&field("covariance"), &spread.covariance);
            checks.range(field("drift_mk"), spread.drift_mk, 0.0, 100.0);
            checks.range(field("self_heating_mk"), spread.self_heating_mk, 0.0, 100.0);
            checks.range(field("stem_conduction_mk_per_k"), spread.stem_conduction_mk_per_k, 0.0, 10.0);
            checks.range(field("noise_uohm"), spread.noise_uohm, 0.0, 1.0e4);
        }
        let spread = &self.reference_pressure;
        checks.covariance("reference_pressure.covariance", &spread.covariance);
        checks.range("reference_pressure.drift_mpa", spread.drift_mpa, 0.0, 1.0);
        checks.range("reference_pressure.span_drift", spread.span_drift, 0.0, 0.01);
        checks.range("reference_pressure.noise_mpa", spread.noise_mpa, 0.0, 1.0);
        checks.range("reference_pressure.crystal_above_hall_k", spread.crystal_above_hall_k, -20.0, 20.0);
    }

    fn check_plant_sensors(&self, checks: &mut Checks) {
        for (field, value, most) in [
            ("plc.pressure_offset_mpa", self.plc.pressure_offset_mpa, 10.0),
            ("plc.pressure_span", self.plc.pressure_span, 0.1),
            ("plc.pressure_noise_mpa", self.plc.pressure_noise_mpa, 10.0),
            ("plc.temperature_offset_k", self.plc.temperature_offset_k, 10.0),
            ("plc.temperature_noise_k", self.plc.temperature_noise_k, 10.0),
            ("salinometer.standardisation_practical", self.salinometer.standardisation_practical, 1.0),
            ("salinometer.repeatability_practical", self.salinometer.repeatability_practical, 1.0),
            ("salinometer.mixing_practical", self.salinometer.mixing_practical, 5.0),
        ] {
            checks.range(field, value, 0.0, most);
        }
        let controller = self.pressure_controller.unwrap_or_default();
        checks.range("pressure_controller.offset_mpa", controller.offset_mpa, 0.0, 10.0);
        checks.range("pressure_controller.span", controller.span, 0.0, 0.1);
        checks.range("pressure_controller.noise_mpa", controller.noise_mpa, 0.0, 1.0);
    }

    fn check_standards(&self, checks: &mut Checks) {
        let spread = &self.check_standards;
        checks.range("check_standards.triple_point_mk", spread.triple_point_mk, 0.0, 100.0);
        checks.range("check_standards.barometer_hpa", spread.barometer_hpa, 0.0, 100.0);
        let field = |index: usize| format!("check_standards.standard_seawater[{index}]");
        let names = spread.standard_seawater.iter().map(|bottles| bottles.batch.as_str());
        checks.distinct(names, |index| format!("{}.batch", field(index)));
        for (index, bottles) in spread.standard_seawater.iter().enumerate() {
            checks.named(format!("{}.batch", field(index)), &bottles.batch);
            checks.range(
                format!("{}.salinity_practical", field(index)),
                bottles.salinity_practical,
                2.0,
                42.0,
            );
            checks.range(format!("{}.spread_practical", field(index)), bottles.spread_practical, 0.0, 1.0);
        }
    }

    fn check_population(&self, checks: &mut Checks) {
        let (bead, cell, gauge) = (&self.sbe_37.thermistor, &self.sbe_37.cell, &self.sbe_37.gauge);
        for (field, spread) in [
            ("thermistor.counts_at_25_celsius", bead.counts_at_25_celsius),
            ("thermistor.activation_k", bead.activation_k),
            ("thermistor.leakage_counts", bead.leakage_counts),
            ("thermistor.sheath_stiffening_mpa", bead.sheath_stiffening_mpa),
            ("cell.cell_constant_per_m", cell.cell_constant_per_m),
            ("cell.bridge_resistance_ohm", cell.bridge_resistance_ohm),
            ("cell.open_frequency_hz", cell.open_frequency_hz),
            ("cell.glass_bulk_modulus_mpa", cell.glass_bulk_modulus_mpa),
            ("cell.jacket_fading_mpa", cell.jacket_fading_mpa),
            ("gauge.span_counts", gauge.span_counts),
        ] {
            check_positive(&format!("sbe_37.{field}"), spread, checks);
        }
        let noise = &self.sbe_37.noise;
        checks.range("sbe_37.noise.temperature_relative", noise.temperature_relative, 0.0, 0.01);
        checks.range("sbe_37.noise.conductivity_hz", noise.conductivity_hz, 0.0, 100.0);
        checks.range("sbe_37.noise.pressure_counts", noise.pressure_counts, 0.0, 1.0e4);
        checks.range(
            "sbe_37.noise.pressure_temperature_counts",
            noise.pressure_temperature_counts,
            0.0,
            100.0,
        );
    }

    /// Refuses a rig and items that this scenario says too little or too much about.
    ///
    /// # Errors
    /// [`ScenarioError::DoesNotFit`], naming the field.
    pub(crate) fn fits(&self, rig: &Rig, items: &[Item]) -> Result<(), ScenarioError> {
        let (have, need) = (self.reference_thermometer.len(), rig.reference_thermometer.len());
        if have != need {
            return Err(self.misfit("reference_thermometer", have, format!("{need}, as the rig has")));
        }
        let lines = (0..items.len()).map(item_line);
        let known: Vec<String> = rig.instrument.iter().map(|i| i.name.clone()).chain(lines).collect();
        for (index, fault) in self.fault.iter().enumerate() {
            if let Effect::CellOffset { item, .. } = fault.effect
                && let Some(item) = items.get(item)
                && !cell_swings(item.kind)
            {
                let accepted = "an item whose cell swings at a frequency".to_owned();
                return Err(self.misfit(&format!("fault[{index}].effect.item"), item.kind, accepted));
            }
            let Some(name) = fault.effect.instrument() else { continue };
            if !known.iter().any(|one| one == name) {
                let field = format!("fault[{index}].effect.instrument");
                return Err(self.misfit(&field, name, format!("one of {}", known.join(", "))));
            }
        }
        Ok(())
    }

    /// Refuses items that do not send the counts and hertz of an SBE 37.
    pub(crate) fn has_counting_items(&self, items: &[Item]) -> Result<(), ScenarioError> {
        match items.iter().position(|item| item.kind != ItemKind::Sbe37) {
            None => Ok(()),
            Some(index) => {
                let accepted = format!("\"{}\"", ItemKind::Sbe37);
                Err(self.misfit(&format!("items[{index}].kind"), items[index].kind, accepted))
            }
        }
    }

    /// What plugins refuse.
    pub(crate) fn refused(&self, refusals: Vec<Refusal>) -> ScenarioError {
        ScenarioError::Refused { scenario: self.name.clone(), refusals }
    }

    fn misfit(&self, field: &str, value: impl Display, accepted: String) -> ScenarioError {
        ScenarioError::DoesNotFit {
            scenario: self.name.clone(),
            field: field.to_owned(),
            value: value.to_string(),
            accepted,
        }
    }
}

/// A parameter that divides or multiplies: its distribution must stay above zero (five standard deviations count).
fn check_positive(field: &str, spread: Spread, checks: &mut Checks) {
    let (name, least) = match spread {
        Spread::Fixed { value } => ("value", value),
        Spread::Uniform { low, high } => ("low", low.min(high)),
        Spread::Normal { mean, standard_deviation } => ("mean", mean - 5.0 * standard_deviation.abs()),
    };
    if least <= 0.0 {
        checks.refuse(format!("{field}.{name}"), least, "a distribution that stays above zero");
    }
}

fn check_fault(field: &str, fault: &Fault, checks: &mut Checks) {
    const YEAR_S: f64 = 366.0 * 86_400.0;
    checks.range(format!("{field}.at_s"), fault.at_s, 0.0, YEAR_S);
    if let Some(until_s) = fault.until_s {
        checks.range(format!("{field}.until_s"), until_s, fault.at_s, YEAR_S);
    }
    match fault.course {
        Course::Step => {}
        Course::Drift { .. } if !fault.effect.has_size() => {
            let accepted = "step or spikes: this effect has no size that could grow";
            checks.refuse(format!("{field}.course.kind"), "\"drift\"", accepted);
        }
        Course::Drift { over_s } => checks.range(format!("{field}.course.over_s"), over_s, 1.0, YEAR_S),
        Course::Spikes { probability } => {
            checks.range(format!("{field}.course.probability"), probability, 0.0, 1.0);
        }
    }
    let effect = |name: &str| format!("{field}.effect.{name}");
    match &fault.effect {
        Effect::PumpRunaway { flow_ml_per_min } => {
            checks.range(effect("flow_ml_per_min"), *flow_ml_per_min, 0.0, 1.0e5);
        }
        Effect::Leak { ml_per_min_at_100_mpa } => {
            checks.range(effect("ml_per_min_at_100_mpa"), *ml_per_min_at_100_mpa, 0.0, 1.0e5);
        }
        Effect::HeaterStuck { power_w } => checks.range(effect("power_w"), *power_w, 0.0, 1.0e5),
        Effect::SuctionClogged { share }
        | Effect::ReleaseStuckOpen { share }
        | Effect::FouledCell { share, .. }
        | Effect::BubbleInCell { share, .. }
        | Effect::IceInCell { share, .. } => checks.range(effect("share"), *share, 0.0, 0.95),
        Effect::SealSlip { volume_ml } | Effect::FloodedHousing { volume_ml, .. } => {
            checks.range(effect("volume_ml"), *volume_ml, 0.0, 1e7);
        }
        Effect::ClockSkew { offset_s, gains_s_per_day, .. } => {
            checks.range(effect("offset_s"), *offset_s, -YEAR_S, YEAR_S);
            checks.range(effect("gains_s_per_day"), *gains_s_per_day, -86_400.0, 86_400.0);
        }
        Effect::TruncatedReply { probability, .. }
        | Effect::DuplicatedReply { probability, .. }
        | Effect::LostReply { probability, .. }
        | Effect::WrongAddress { probability, .. }
        | Effect::GarbledBytes { probability, .. } => {
            checks.range(effect("probability"), *probability, 0.0, 1.0)
        }
        Effect::SalinometerOffset { offset_practical } => {
            checks.range(effect("offset_practical"), *offset_practical, -10.0, 10.0);
        }
        Effect::CellOffset { offset_hz, .. } => {
            checks.range(effect("offset_hz"), *offset_hz, -1000.0, 1000.0)
        }
        Effect::LateReply { delay_s, .. } => checks.range(effect("delay_s"), *delay_s, 0.0, 86_400.0),
        _ => {}
    }
}
