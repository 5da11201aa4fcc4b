//! Impossible values in a PLC's register map: places that overlap, blocks that are not whole, numbers that do not fit.

use super::error::rounded;
use super::{Checks, Instrument, InstrumentModel, Rig};
use hadal_wire::plant_plc::{Area, Number, Place, RegisterMap};

/// Most registers that one request reads (MODBUS Application Protocol V1.1b3, sections 6.3 and 6.4).
const MOST_READ: u32 = 125;
/// Most registers that one request writes (section 6.12).
const MOST_WRITTEN: u32 = 123;
/// A pressure must be told at least so much finer than the difference at which the interlock trips.
const STEPS_IN_DISAGREEMENT: f64 = 10.0;
/// What the air weighs: no pressure in a vessel that is never evacuated is lower by more than the weather, MPa.
const ATMOSPHERE_MPA: f64 = 0.101_325;
/// Fillings of the vessel that the counters of volume must hold, mL per litre.
const FILLINGS_ML_PER_L: f64 = 10.0 * 1000.0;
/// A hall is at most so far from its nominal temperature, K.
const HALL_K: f64 = 15.0;
/// The stirrer's set point is never above this.
const STIRRER_MAX_RPM: f64 = 300.0;

/// `at` makes the path of a field of the instrument.
pub(super) fn check(at: &impl Fn(&str) -> String, instrument: &Instrument, rig: &Rig, checks: &mut Checks) {
    let Some(map) = &instrument.registers else { return };
    let is_plc = matches!(instrument.model, InstrumentModel::PlantPlc | InstrumentModel::PlantPlcRtu);
    if !is_plc {
        return checks.unknown(at("registers"), "a register map of the plant's PLC only".to_owned());
    }
    let at = |name: &str| at(&format!("registers.{name}"));
    checks.count(at("unit"), u32::from(map.unit), 1, 247);
    let (status, command) = (map.status.places(), map.command.places());
    check_block(&|name| at(&format!("status.{name}")), &status, MOST_READ, checks);
    check_block(&|name| at(&format!("command.{name}")), &command, MOST_WRITTEN, checks);
    check_gaps(&at, &command, checks);
    if map.status.area == Area::Holding {
        for (one, other) in status.iter().flat_map(|one| command.iter().map(move |other| (one, other))) {
            if collide(one, other) {
                let accepted = format!("registers that `command.{}` does not have", other.field);
                checks.refuse(at(&format!("status.{}", one.field)), written(one), accepted);
            }
        }
    }
    check_codes(&at, map, checks);
    check_numbers(&at, map, rig, checks);
}

/// Every place exists, none overlaps another, and one request holds all.
fn check_block(at: &impl Fn(&str) -> String, places: &[Place], most: u32, checks: &mut Checks) {
    for (index, place) in places.iter().enumerate() {
        if *place.registers.end() > u32::from(u16::MAX) {
            checks.refuse(at(place.field), written(place), "registers up to 65535");
        }
        if let Some(bit) = place.bit.filter(|bit| *bit > 15) {
            checks.refuse(at(&format!("{}.bit", place.field)), bit, "0 to 15");
        }
        if let Some(other) = places.iter().take(index).find(|other| collide(place, other)) {
            let accepted = format!("a place that `{}` does not have", other.field);
            checks.refuse(at(place.field), written(place), accepted);
        }
    }
    let first = places.iter().min_by_key(|place| *place.registers.start());
    let last = places.iter().max_by_key(|place| *place.registers.end());
    if let (Some(first), Some(last)) = (first, last) {
        let count = last.registers.end() - first.registers.start() + 1;
        if count > most {
            let accepted = format!(
                "a block of at most {most} registers, which one request holds; it begins with `{}`",
                first.field
            );
            checks.refuse(
                at(last.field),
                format!("{count} registers from {}", first.registers.start()),
                accepted,
            );
        }
    }
}

fn collide(one: &Place, other: &Place) -> bool {
    let apart =
        one.registers.end() < other.registers.start() || other.registers.end() < one.registers.start();
    let two_bits = one.bit.is_some() && other.bit.is_some() && one.bit != other.bit;
    !apart && !two_bits
}

fn written(place: &Place) -> String {
    let (first, last) = (place.registers.start(), place.registers.end());
    match place.bit {
        Some(bit) => format!("register {first}, bit {bit}"),
        None if first == last => format!("register {first}"),
        None => format!("registers {first} and {last}"),
    }
}

/// Nothing is written that nobody thought of.
fn check_gaps(at: &impl Fn(&str) -> String, places: &[Place], checks: &mut Checks) {
    let first = places.iter().map(|place| *place.registers.start()).min().unwrap_or(0);
    let last = places.iter().map(|place| *place.registers.end()).max().unwrap_or(0);
    let is_free = |register: &u32| !places.iter().any(|place| place.registers.contains(register));
    if let Some(free) = (first..=last).take(1 + usize::from(u16::MAX)).find(is_free) {
        let accepted = "every register of the block in use or listed as reserved: the block is written whole";
        checks.refuse(at("command.reserved"), format!("without {free}"), accepted);
    }
}

fn check_codes(at: &impl Fn(&str) -> String, map: &RegisterMap, checks: &mut Checks) {
    let (state, mode) = (&map.status.state, &map.command.mode);
    let states =
        [("safe", state.safe), ("run", state.run), ("vent", state.vent), ("watchdog", state.watchdog)];
    let modes = [("safe", mode.safe), ("run", mode.run), ("vent", mode.vent)];
    for (field, codes) in [("status.state", &states[..]), ("command.mode", &modes)] {
        for (index, (name, code)) in codes.iter().enumerate() {
            if let Some((other, _)) = codes.iter().take(index).find(|(_, other)| other == code) {
                let accepted = format!("a code that `{other}` does not have");
                checks.refuse(at(&format!("{field}.{name}")), code, accepted);
            }
        }
    }
}

/// What a number must be able to say, by the field that asks for it.
struct Needed {
    least: f64,
    most: f64,
    because: &'static str,
}

/// The range of a number, by its field.
fn needed(field: &str, rig: &Rig) -> Needed {
    let (limits, chamber) = (&rig.limits, &rig.chamber);
    let rate = limits.pressure_rate_max_mpa_per_min;
    let ambient = chamber.ambient_celsius;
    let (least, most, because) = match field {
        "pressure_mpa_absolute" => {
            (ATMOSPHERE_MPA, limits.vessel_rating_mpa_absolute, "`limits.vessel_rating_mpa_absolute`")
        }
        "pressure_guard_mpa_absolute" => {
            (ATMOSPHERE_MPA, limits.pressure_max_mpa_absolute, "`limits.pressure_max_mpa_absolute`")
        }
        "pressure_rate_mpa_per_min" => (-rate, rate, "`limits.pressure_rate_max_mpa_per_min`"),
        "vent_rate_mpa_per_min" => (0.0, limits.vent_rate_mpa_per_min, "`limits.vent_rate_mpa_per_min`"),
        "jacket_celsius" | "jacket_setpoint_celsius" => (
            chamber.jacket_min_celsius,
            chamber.jacket_max_celsius,
            "`chamber.jacket_min_celsius` and `jacket_max_celsius`",
        ),
        "pump_water_celsius" | "hall_celsius" => {
            (ambient - HALL_K, ambient + HALL_K, "15 K around `chamber.ambient_celsius`")
        }
        "pumped_ml" | "released_ml" => {
            (0.0, FILLINGS_ML_PER_L * chamber.volume_l, "ten times `chamber.volume_l`")
        }
        "pump_ml_per_min" => (0.0, chamber.pump_max_ml_per_min, "`chamber.pump_max_ml_per_min`"),
        "release_ml_per_min" => (0.0, chamber.release_max_ml_per_min, "`chamber.release_max_ml_per_min`"),
        "stirrer_rpm" => (0.0, STIRRER_MAX_RPM, "the stirrer"),
        _ => (0.0, rig.dosing.flow_max_ml_per_min, "`dosing.flow_max_ml_per_min`"),
    };
    Needed { least, most, because }
}

fn check_numbers(at: &impl Fn(&str) -> String, map: &RegisterMap, rig: &Rig, checks: &mut Checks) {
    let status = map.status.numbers().into_iter().map(|(field, number)| ("status", field, number));
    let command = map.command.numbers().into_iter().map(|(field, number)| ("command", field, number));
    for (block, field, number) in status.chain(command) {
        let at = |name: &str| at(&format!("{block}.{field}{name}"));
        if number.scale.abs() < f64::MIN_POSITIVE {
            checks.refuse(at(".scale"), number.scale, "any number but 0");
            continue;
        }
        let Some((least, most)) = range(number) else { continue };
        let needed = needed(field, rig);
        if least > needed.least || most < needed.most {
            let holds = format!("{} to {} by its type, scale and offset", rounded(least), rounded(most));
            let accepted = format!(
                "{} to {}, and more ({})",
                rounded(needed.least),
                rounded(needed.most),
                needed.because
            );
            checks.refuse(at(""), holds, accepted);
        }
        let finest = rig.limits.pressure_disagreement_mpa / STEPS_IN_DISAGREEMENT;
        if field == "pressure_mpa_absolute" && number.scale.abs() > finest {
            let accepted =
                format!("at most {}, a tenth of `limits.pressure_disagreement_mpa`", rounded(finest));
            checks.refuse(at(".scale"), number.scale, accepted);
        }
    }
}

/// The least and the largest that a number can say.
fn range(number: &Number) -> Option<(f64, f64)> {
    let (least, most) = number.kind.range()?;
    let ends = [least, most].map(|raw| raw * number.scale + number.offset);
    Some((ends[0].min(ends[1]), ends[0].max(ends[1])))
}
