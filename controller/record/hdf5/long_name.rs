//! What a channel's readings are, in words for people, as far as its name makes it known.

use crate::names::{channel_set, channel_variable};

/// The variable attribute `long_name`; it depends on the channel's name alone and never only repeats it.
///
/// Pressures are named absolute where they are: the record also holds set points above one atmosphere.
pub(super) fn long_name(channel: &str) -> String {
    let (set, variable) = (channel_set(channel), channel_variable(channel));
    let of = words(set);
    match (stem(set), variable) {
        ("reference_pressure", "indicated") => {
            "absolute pressure as the reference transducer indicates it, not corrected".to_owned()
        }
        ("reference_pressure", "pressure") => {
            "absolute pressure by the reference transducer, its certificate applied".to_owned()
        }
        ("plc", "pressure") => {
            "absolute pressure in the vessel by the plant controller's transducer".to_owned()
        }
        ("plc", "pumped_volume") => "volume pumped into the vessel, by the plant controller".to_owned(),
        ("plc", _) => format!("{} by the plant controller", words(variable)),
        ("reference_thermometer", "resistance") => format!("resistance of {of}"),
        ("reference_thermometer", "temperature") => {
            format!("temperature (ITS-90) by {of}, its certificate applied")
        }
        ("item", "temperature_counts") => format!("raw counts of the temperature sensor of {of}"),
        ("item", "conductivity_frequency") => format!("raw frequency of the conductivity sensor of {of}"),
        ("item", "pressure_counts") => format!("raw counts of the pressure sensor of {of}"),
        ("item", "pressure_temperature_counts") => {
            format!("raw counts of the thermometer in the pressure sensor of {of}")
        }
        _ => format!("{} of {of}", words(variable)),
    }
}

/// A set's name without the number at its end.
fn stem(set: &str) -> &str {
    match set.rsplit_once('_') {
        Some((stem, number)) if !number.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit()) => {
            stem
        }
        _ => set,
    }
}

fn words(name: &str) -> String {
    name.replace('_', " ")
}

#[cfg(test)]
mod tests {
    use super::long_name;

    #[test]
    fn absolute_pressures_are_named_so() {
        for channel in ["reference_pressure.pressure", "reference_pressure.indicated", "plc.pressure"] {
            assert!(long_name(channel).starts_with("absolute pressure"), "{channel}");
        }
        assert!(!long_name("item_0.pressure_counts").contains("absolute"));
        assert!(!long_name("other.pressure").contains("absolute"), "not known from the name");
    }

    #[test]
    fn a_long_name_says_more_than_the_name() {
        let known = ["resistance", "temperature"].map(|what| format!("reference_thermometer_1.{what}"));
        let odd = ["depth", "a.b", "item_0.temperature_counts", "plc.hall_temperature"].map(str::to_owned);
        for channel in known.iter().chain(&odd) {
            let text = long_name(channel);
            assert!(text != *channel && text.contains(' ') && !text.contains('_'), "{channel}: {text}");
        }
        assert_eq!(long_name("item_0.depth"), "depth of item 0");
        assert_ne!(long_name("item_0.temperature_counts"), long_name("item_1.temperature_counts"));
    }
}
