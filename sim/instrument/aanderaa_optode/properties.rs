//! The properties of an Aanderaa optode that can be set, and the passkeys that protect them.

use super::{AanderaaOptode, Reply, Speaker};
use crate::instrument::SECOND_NS;

/// Yes or no, as the sensor writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(super) enum Switch {
    Yes,
    No,
}

impl Switch {
    fn read(value: &str) -> Option<Self> {
        match value {
            "yes" => Some(Self::Yes),
            "no" => Some(Self::No),
            _ => None,
        }
    }

    const fn text(self) -> &'static str {
        match self {
            Self::Yes => "Yes",
            Self::No => "No",
        }
    }
}

/// What may be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub(super) enum Passkey {
    /// Nothing.
    None,
    /// 1: what a user sets.
    User,
    /// 1000: protected settings.
    Protected,
}

/// What `Save` keeps and `Load` brings back.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub(super) struct Settings {
    pub(super) interval_s: f64,
    pub(super) salinity: f64,
    pub(super) polled: Switch,
    pub(super) text: Switch,
    pub(super) comm_indicator: Switch,
    pub(super) air_saturation: Switch,
    pub(super) temperature: Switch,
    pub(super) raw_data: Switch,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            interval_s: 30.0,
            salinity: 0.0,
            polled: Switch::No,
            text: Switch::Yes,
            comm_indicator: Switch::Yes,
            air_saturation: Switch::Yes,
            temperature: Switch::Yes,
            raw_data: Switch::Yes,
        }
    }
}

/// Shortest and longest interval, s (TD 269, table 1-2).
const INTERVALS_S: std::ops::RangeInclusive<f64> = 1.0..=86_400.0;
/// Salinities that the sensor corrects for.
const SALINITIES: std::ops::RangeInclusive<f64> = 0.0..=40.0;
const NAMES: [&str; 8] = [
    "Interval",
    "Salinity",
    "Enable Polled Mode",
    "Enable Text",
    "Enable Comm Indicator",
    "Enable AirSaturation",
    "Enable Temperature",
    "Enable Rawdata",
];

impl Settings {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a day at most")]
    pub(super) fn interval_ns(&self) -> u64 {
        (self.interval_s * SECOND_NS as f64) as u64
    }

    fn switch(&mut self, name: &str) -> Option<&mut Switch> {
        match name {
            "enable polled mode" => Some(&mut self.polled),
            "enable text" => Some(&mut self.text),
            "enable comm indicator" => Some(&mut self.comm_indicator),
            "enable airsaturation" => Some(&mut self.air_saturation),
            "enable temperature" => Some(&mut self.temperature),
            "enable rawdata" => Some(&mut self.raw_data),
            _ => None,
        }
    }

    fn number(&mut self, name: &str) -> Option<(&mut f64, std::ops::RangeInclusive<f64>)> {
        match name {
            "interval" => Some((&mut self.interval_s, INTERVALS_S)),
            "salinity" => Some((&mut self.salinity, SALINITIES)),
            _ => None,
        }
    }

    fn text_of(&mut self, name: &str) -> Option<String> {
        if let Some(switch) = self.switch(name) {
            return Some(switch.text().to_owned());
        }
        self.number(name).map(|(value, _)| format!("{value:.3}"))
    }
}

impl AanderaaOptode {
    /// Sets a property, both in lower case, or says why not.
    pub(super) fn set(&mut self, property: &str, value: &str) -> Option<&'static str> {
        if property == "passkey" {
            self.passkey = match value {
                "1" => Passkey::User,
                "1000" => Passkey::Protected,
                _ => Passkey::None,
            };
            return None;
        }
        if self.passkey < Passkey::User {
            return Some("PROTECTED PROPERTY");
        }
        if let Some(switch) = self.settings.switch(property) {
            let Some(wanted) = Switch::read(value) else { return Some("ARGUMENT ERROR") };
            *switch = wanted;
            return None;
        }
        let Some((number, accepted)) = self.settings.number(property) else {
            return Some("UNKNOWN PROPERTY");
        };
        match value.parse() {
            Ok(wanted) if accepted.contains(&wanted) => *number = wanted,
            _ => return Some("ARGUMENT ERROR"),
        }
        None
    }

    /// Shows a property, or all, or says why not.
    pub(super) fn get(&mut self, property: &str, due_ns: u64) -> Option<&'static str> {
        let wanted = |name: &&&str| property == "all" || name.eq_ignore_ascii_case(property);
        let names: Vec<&str> = NAMES.iter().filter(wanted).copied().collect();
        for name in &names {
            let value = self.settings.text_of(&name.to_ascii_lowercase()).unwrap_or_default();
            let Speaker { product, serial } = &self.speaker;
            let line = format!("{name}\t{product}\t{serial}\t{value}");
            self.send(due_ns, &Reply::Text(line));
        }
        names.is_empty().then_some("UNKNOWN PROPERTY")
    }
}
