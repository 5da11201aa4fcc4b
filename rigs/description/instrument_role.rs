//! What a controller uses an instrument for, by its model or by what its file declares.

use super::{Instrument, InstrumentModel, Rig};
use hadal_wire::declared::{Field, Quantity, Use};
use hadal_wire::plant_plc::RegisterMap;

/// What a controller uses an instrument for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Measures the reference thermometers.
    ThermometerBridge,
    /// Measures the reference pressure.
    PressureReference,
    /// Runs the plant.
    PlantPlc,
    /// Asks people.
    Operator,
    /// Is asked and recorded; nothing depends on it.
    Recorded,
    /// Nothing: the controller has no driver for it yet and opens no line to it.
    NotDriven,
}

impl InstrumentModel {
    const ALL: [Self; 12] = [
        Self::Fluke1594A,
        Self::Fluke1595A,
        Self::IsotechMilliK,
        Self::Paroscientific,
        Self::DhiPpch,
        Self::MensorCpc8000,
        Self::HartBath,
        Self::Declared,
        Self::PlantPlc,
        Self::PlantPlcRtu,
        Self::Operator,
        Self::Plugin,
    ];

    /// Its name in a rig file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Fluke1594A => "fluke/1594a",
            Self::Fluke1595A => "fluke/1595a",
            Self::IsotechMilliK => "isotech/millik",
            Self::Paroscientific => "paroscientific/intelligent-transmitter",
            Self::DhiPpch => "dhi/ppch",
            Self::MensorCpc8000 => "mensor/cpc8000",
            Self::HartBath => "fluke/hart-bath",
            Self::Declared => "hadal/declared",
            Self::PlantPlc => "hadal/plant-plc",
            Self::PlantPlcRtu => "hadal/plant-plc-rtu",
            Self::Operator => "hadal/operator",
            Self::Plugin => "plugin",
        }
    }

    /// What a controller uses it for; a declared one may say more ([`Instrument::role`]).
    pub fn role(self) -> Role {
        match self {
            Self::Declared => Role::Recorded,
            Self::Fluke1594A | Self::Fluke1595A | Self::IsotechMilliK => Role::ThermometerBridge,
            Self::Paroscientific => Role::PressureReference,
            Self::PlantPlc | Self::PlantPlcRtu => Role::PlantPlc,
            Self::Operator => Role::Operator,
            Self::DhiPpch | Self::MensorCpc8000 | Self::HartBath | Self::Plugin => Role::NotDriven,
        }
    }

    /// Names of the models with a role, for messages.
    pub(super) fn names_with(role: Role) -> Vec<&'static str> {
        let declared = matches!(role, Role::ThermometerBridge | Role::PressureReference | Role::Recorded);
        let has = |model: &Self| if *model == Self::Declared { declared } else { model.role() == role };
        Self::ALL.into_iter().filter(has).map(Self::name).collect()
    }

    /// Inputs that thermometers can be connected to, where the model tells.
    fn thermometer_inputs(self) -> u8 {
        if self == Self::IsotechMilliK { 2 } else { 4 }
    }
}

impl Instrument {
    /// Whose bytes it speaks: a model's name, or a plugin's for it.
    pub fn protocol(&self) -> &str {
        self.plugin.as_deref().unwrap_or(self.model.name())
    }

    /// What a controller uses it for.
    pub fn role(&self) -> Role {
        match self.dialect.as_ref().map(|dialect| dialect.role) {
            Some(Use::ThermometerBridge) => Role::ThermometerBridge,
            Some(Use::PressureReference) => Role::PressureReference,
            Some(Use::Recorded) => Role::Recorded,
            None => self.model.role(),
        }
    }

    /// Inputs that thermometers can be connected to.
    pub(super) fn thermometer_inputs(&self) -> Vec<u8> {
        match &self.dialect {
            Some(dialect) => dialect.fields().filter_map(|(_, _, field)| field.input).collect(),
            None => (1..=self.model.thermometer_inputs()).collect(),
        }
    }

    /// Where the PLC keeps each quantity.
    pub fn register_map(&self) -> &RegisterMap {
        self.registers.as_deref().unwrap_or(RegisterMap::standard())
    }

    /// What is recorded of a declared instrument besides references, with the names of its channels.
    pub fn recorded_fields(&self) -> impl Iterator<Item = (String, &Field)> {
        let fields = self.dialect.iter().flat_map(|dialect| dialect.fields());
        let references = [Quantity::Resistance, Quantity::ReferencePressure];
        let others = fields.filter(move |(_, _, field)| !references.contains(&field.quantity));
        others.map(|(_, name, field)| (self.recorded_channel(name), field))
    }

    /// The channel of a recorded field.
    pub fn recorded_channel(&self, field: &str) -> String {
        format!("auxiliary_{}.{field}", self.name)
    }
}

impl Rig {
    /// The instruments with this role, with their places among the rig's instruments.
    pub fn with_role(&self, role: Role) -> impl Iterator<Item = (u16, &Instrument)> {
        (0..).zip(&self.instrument).filter(move |(_, instrument)| instrument.role() == role)
    }

    /// One sentence that names the instruments which the controller does not drive, if there are any.
    pub fn not_driven(&self) -> Option<String> {
        let named = |(_, instrument): (u16, &Instrument)| {
            format!("`{}` ({})", instrument.name, instrument.protocol())
        };
        let names: Vec<String> = self.with_role(Role::NotDriven).map(named).collect();
        let served = if self.scenario.is_some() { "served by the twin; " } else { "" };
        (!names.is_empty()).then(|| format!("{}: {served}not driven by the controller yet", names.join(", ")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_in_messages_are_those_of_rig_files() {
        for model in InstrumentModel::ALL {
            let written = serde_json::to_string(&model).unwrap();
            assert_eq!(written, format!("\"{}\"", model.name()));
        }
    }
}
