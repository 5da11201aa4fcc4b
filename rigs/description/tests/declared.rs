//! Declared instruments and register maps in a rig file: the example is good, and every mistake in it is told by its field.

use super::*;
use crate::catalog::DECLARED;
use hadal_wire::declared::Use;

fn problem(old: &str, new: &str) -> Problem {
    only_problem::<Rig>(&with(DECLARED, old, new))
}

#[test]
fn the_example_is_good_and_says_what_each_instrument_is_for() {
    let rig = parse::<Rig>("rig.toml", DECLARED).unwrap();
    let roles: Vec<Role> = rig.instrument.iter().map(Instrument::role).collect();
    let expected =
        [Role::ThermometerBridge, Role::PressureReference, Role::Recorded, Role::PlantPlc, Role::Operator];
    assert_eq!(roles, expected);
    assert_eq!(rig.instrument[2].dialect.as_ref().unwrap().role, Use::Recorded);
    assert_eq!(rig.not_driven(), None);
    let channels: Vec<String> =
        rig.instrument.iter().flat_map(Instrument::recorded_fields).map(|(name, _)| name).collect();
    assert_eq!(
        channels,
        ["auxiliary_pressure.air", "auxiliary_pressure.rate", "auxiliary_barometer.pressure"]
    );
    let map = rig.instrument[3].register_map();
    assert_eq!((map.status_span(), map.command_span()), ((3000, 18), (500, 15)));
}

#[test]
fn the_example_is_the_71_litre_vessel_in_all_but_its_instruments_and_takes_its_procedure() {
    let [example, original] = [DECLARED, RIG].map(|text| {
        let rig = parse::<Rig>("rig.toml", text).unwrap();
        format!("{:?}", Rig { name: String::new(), instrument: Vec::new(), ..rig })
    });
    assert_eq!(example, original);
    assert_eq!(plan_problems(DECLARED, SHORT, &[DEEP_CTD]), []);
}

#[test]
fn a_mistake_in_a_dialect_is_told_by_its_field() {
    let barometer = "instrument[2].dialect.query[0]";
    for (old, new, field, value, accepted) in [
        ("[\"pressure = {pressure} hPa\"]", "[\"pressure = {p} hPa\"]", "reply[0]", "{p}", "{pressure}"),
        (
            "[\"pressure = {pressure} hPa\"]",
            "[\"{pressure}E\"]",
            "reply[0]",
            "{pressure}E",
            "begin with no digit",
        ),
        (
            "[\"pressure = {pressure} hPa\"]",
            "[\"pressure\"]",
            "reply[0]",
            "\"pressure\"",
            "at least one {name}",
        ),
        ("[\"pressure = {pressure} hPa\"]", "[]", "reply", "holds 0 shapes", "one or more"),
        ("send = \"send\"", "send = \"send\\r\"", "send", "send\\r", "printable ASCII"),
        (
            "reply_after_s = 0.1\n",
            "reply_after_s = 5.0\n",
            "reply_after_s",
            "5",
            "less than `reply_timeout_s` = 5",
        ),
        ("unit = \"hPa\"", "unit = \"inHg\"", "field.pressure.unit", "inHg", "MPa, kPa, hPa"),
        (
            "unit = \"hPa\", decimals = 2",
            "unit = \"hPa\", decimals = 20",
            "field.pressure.decimals",
            "20",
            "0 to 12",
        ),
        (
            "unit = \"hPa\"",
            "unit = \"hPa\", input = 1",
            "field.pressure.input",
            "unknown",
            "resistances only",
        ),
        (
            "unit = \"hPa\"",
            "unit = \"hPa\", simulated = 1.0",
            "field.pressure.simulated",
            "unknown",
            "`other` only",
        ),
    ] {
        assert_says(&problem(old, new), &format!("{barometer}.{field}"), value, accepted);
    }
    assert_says(
        &problem("role = \"recorded\"\nquery_end = \"\\r\"", "role = \"recorded\"\nquery_end = \"\""),
        "instrument[2].dialect.query_end",
        "\"\"",
        "one to four",
    );
    assert_says(
        &problem("name = \"barometer\"", "name = \"barometer 2\""),
        "instrument[2].name",
        "barometer 2",
        "letters, digits",
    );
    assert_says(
        &problem("role = \"recorded\"", "role = \"thermometer-bridge\""),
        "instrument[2].dialect.role",
        "0 `resistance`",
        "one `resistance` or more",
    );
    assert_says(
        &problem("input = 2, unit", "input = 3, unit"),
        "reference_thermometer[1].input",
        "2",
        "dialect: 1, 3",
    );
}

#[test]
fn a_dialect_stands_at_a_declared_instrument_and_at_no_other() {
    let text = with(DECLARED, "model = \"hadal/plant-plc\"", "model = \"hadal/declared\"");
    let said = parse::<Rig>("rig.toml", &text).unwrap_err().to_string();
    assert!(said.contains("`instrument[3].dialect`: missing"), "{said}");
    assert!(said.contains("`instrument[3].registers`: unknown field"), "{said}");
    let text = with(
        DECLARED,
        "name = \"barometer\"\nmodel = \"hadal/declared\"",
        "name = \"barometer\"\nmodel = \"dhi/ppch\"",
    );
    assert_says(&only_problem::<Rig>(&text), "instrument[2].dialect", "unknown field", "hadal/declared");
}

#[test]
fn a_mistake_in_a_register_map_is_told_by_its_field() {
    for (old, new, field, value, accepted) in [
        (
            "register = 3013",
            "register = 3012",
            "status.pump_water_celsius",
            "register 3012",
            "`jacket_celsius`",
        ),
        (
            "register = 3002, bit = 9",
            "register = 3002, bit = 8",
            "status.relief_open",
            "bit 8",
            "`hard_trip`",
        ),
        ("register = 3002, bit = 9", "register = 3002, bit = 16", "status.relief_open.bit", "16", "0 to 15"),
        (
            "register = 3000 }",
            "register = 65535 }",
            "status.heartbeat",
            "62535 registers from 3001",
            "at most 125",
        ),
        (
            "register = 3016, type",
            "register = 65535, type",
            "status.pumped_ml",
            "registers 65535 and 65536",
            "65535",
        ),
        ("vent = 30", "vent = 20", "status.state.vent", "20", "`run`"),
        ("reserved = [512]", "reserved = []", "command.reserved", "without 512", "listed as reserved"),
        ("unit = 17", "unit = 0", "unit", "0", "1 to 247"),
        (
            "type = \"i32\", scale = 1.0e-5, offset",
            "type = \"i16\", scale = 1.0e-3, offset",
            "status.pressure_mpa_absolute",
            "-32.67 to 32.87",
            "0.1013 to 127, and more (`limits.vessel_rating_mpa_absolute`)",
        ),
        (
            "type = \"i32\", scale = 1.0e-5",
            "type = \"i32\", scale = 0.1",
            "status.pressure_mpa_absolute.scale",
            "0.1",
            "at most 0.06",
        ),
        (
            "type = \"u16\", scale = 0.001",
            "type = \"u16\", scale = 0.0",
            "command.vent_rate_mpa_per_min.scale",
            "0",
            "any number but 0",
        ),
    ] {
        let found = parse::<Rig>("rig.toml", &with(DECLARED, old, new)).unwrap_err();
        let path = format!("instrument[3].registers.{field}");
        let named = found.problems().iter().find(|problem| problem.field == path);
        assert_says(named.unwrap_or_else(|| panic!("{path}: {found}")), &path, value, accepted);
    }
    let shared =
        with(DECLARED, "area = \"input\"\nheartbeat = { register = 3000 }", "heartbeat = { register = 501 }");
    let said = parse::<Rig>("rig.toml", &shared).unwrap_err().to_string();
    assert!(said.contains("that `command.mode` does not have"), "{said}");
    let missing = with(DECLARED, "jacket_celsius = { register = 3012, type = \"i16\", scale = 0.01 }\n", "");
    assert_says(
        &only_problem::<Rig>(&missing),
        "instrument[3].registers.status.jacket_celsius",
        "missing",
        "a table",
    );
}

#[test]
fn no_damage_to_the_example_panics() {
    for index in 0..DECLARED.len() {
        // One in seven keeps the test fast; they fall on every kind of character.
        if index % 7 == 0 && DECLARED.is_char_boundary(index) {
            let (before, after) = DECLARED.split_at(index);
            let behind: String = after.chars().skip(1).collect();
            for change in ["", "0", "{", "\"", "-1e300"] {
                parse::<Rig>("rig.toml", &format!("{before}{change}{behind}")).ok();
            }
        }
    }
}
