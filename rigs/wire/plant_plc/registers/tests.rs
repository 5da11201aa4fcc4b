//! Tests of maps: Hadal's own where its page puts it, and others of every type and order.

use super::super::block::tests::{COMMAND, STATUS};
use super::super::{Place, Reply, ReplyDecoder, Request, RequestDecoder, Tagged, rtu};
use super::*;
use crate::framing::Decode as _;
use proptest::prelude::*;

/// What is left out is zero and off; all else as [`STATUS`].
fn told(map: &RegisterMap) -> StatusBlock {
    let bits = StatusBits { guard_acting: map.status.guard_acting.is_some(), ..STATUS.bits };
    let rate = map.status.pressure_rate_mpa_per_min.map_or(0.0, |_| STATUS.pressure_rate_mpa_per_min);
    StatusBlock { bits, pressure_rate_mpa_per_min: rate, ..STATUS }
}

#[test]
fn blocks_have_the_documented_length_and_survive_their_registers() {
    let map = RegisterMap::standard();
    assert_eq!((map.status_span(), map.command_span()), ((0, 20), (100, 20)));
    assert_eq!(map.command_block(&map.command_registers(&COMMAND)), Some(COMMAND));
    assert_eq!(map.status_block(&map.status_registers(&STATUS)), Some(STATUS));
}

#[test]
fn another_version_mode_length_or_number_is_refused() {
    let map = RegisterMap::standard();
    let with = |index: usize, word: u16| {
        let mut registers = map.command_registers(&COMMAND);
        registers[index] = word;
        map.command_block(&registers)
    };
    assert!(with(1, 0x1234).is_some(), "any heartbeat is good");
    assert_eq!(with(0, 2), None, "version");
    assert_eq!(with(2, 3), None, "mode");
    assert_eq!(with(3, 1), None, "reserved");
    assert_eq!(with(4, 0x7fc0), None, "pump flow NaN");
    assert_eq!(with(4, 0xc2c8), None, "pump flow -100");
    assert_eq!(map.command_block(&map.command_registers(&COMMAND)[..19]), None);
    assert_eq!(map.status_block(&[]), None);
}

#[test]
fn status_bits_are_where_the_page_puts_them() {
    let map = RegisterMap::standard();
    let off = StatusBits::default();
    for (index, bits) in [
        StatusBits { hard_trip: true, ..off },
        StatusBits { relief_open: true, ..off },
        StatusBits { watchdog_tripped: true, ..off },
        StatusBits { lid_locked: true, ..off },
        StatusBits { pump_running: true, ..off },
        StatusBits { guard_acting: true, ..off },
    ]
    .into_iter()
    .enumerate()
    {
        assert_eq!(map.status_registers(&StatusBlock { bits, ..STATUS })[3], 1 << index);
    }
}

/// A map of scaled numbers behind input registers, low word first, with contacts that open in alarm.
fn other() -> RegisterMap {
    let mut map = RegisterMap::standard().clone();
    (map.unit, map.word_order, map.status.area) = (17, Order::LowFirst, Area::Input);
    map.status.hard_trip = Bit { register: 2000, bit: 15, active: Active::Low };
    (map.status.guard_acting, map.status.pressure_rate_mpa_per_min) = (None, None);
    map.status.pressure_mpa_absolute =
        Number { register: 2001, kind: NumberType::I32, scale: 0.0005, offset: 0.25 };
    map.command.pressure_guard_mpa_absolute =
        Number { register: 118, kind: NumberType::U16, scale: 0.5, offset: 0.0 };
    map
}

/// 100.25 MPa is 200,000 steps of 0.0005 above 0.25: 0x30d40, its low word first. No trip keeps the contact closed.
#[test]
fn a_scaled_number_stands_as_its_type_order_and_offset_say() {
    let mut map = other();
    let words = map.status_registers(&StatusBlock { pressure_mpa_absolute: 100.25, ..STATUS });
    assert_eq!(words[2000..], [0x8000, 0x0d40, 0x0003]);
    map.byte_order = Order::LowFirst;
    let words = map.status_registers(&StatusBlock { pressure_mpa_absolute: 100.25, ..STATUS });
    assert_eq!(words[2001..], [0x400d, 0x0300]);
}

#[test]
fn a_value_that_a_register_cannot_hold_becomes_the_nearest() {
    let number = |kind| Number { register: 0, kind, scale: 0.1, offset: 0.0 };
    for (kind, value, held) in [
        (NumberType::U16, -3.0, 0.0),
        (NumberType::U16, 1e9, 6553.5),
        (NumberType::I16, -1e9, -3276.8),
        (NumberType::U32, f64::NAN, 0.0),
        (NumberType::I32, 1e12, 214_748_364.7),
    ] {
        let number = number(kind);
        assert!((number.value(number.bits(value)) - held).abs() < 1e-6, "{kind:?} {value}");
    }
}

#[test]
fn another_map_goes_over_tcp_and_rtu_and_hadal_s_own_decoders_do_not_take_it_for_theirs() {
    let mut map = other();
    // Together again: a block is read whole.
    (map.status.hard_trip.register, map.status.pressure_mpa_absolute.register) = (20, 21);
    map.status.version = None;
    let (status, transaction) = (Reply::Status(told(&map)), 7);
    let bytes = status.encode_by(&map, transaction);
    assert_eq!(bytes[6..8], [17, 4], "unit and function");
    assert_eq!(ReplyDecoder::by(&map).feed(&bytes), [Ok(Tagged { transaction, message: status })]);
    assert!(ReplyDecoder::default().feed(&bytes)[0].is_err());
    assert_eq!(rtu::ReplyDecoder::by(&map).feed(&rtu::encode_reply_by(&map, &status)), [Ok(status)]);
    for message in [Request::ReadStatus, Request::WriteCommand(COMMAND)] {
        let bytes = message.encode_by(&map, transaction);
        assert_eq!(RequestDecoder::by(&map).feed(&bytes), [Ok(Tagged { transaction, message })]);
        let addressed = rtu::Addressed { unit: 17, message };
        assert_eq!(rtu::RequestDecoder::by(&map).feed(&addressed.encode_by(&map)), [Ok(addressed)]);
    }
}

fn numbers() -> impl Strategy<Value = Number> {
    let kinds = prop::sample::select(vec![
        NumberType::U16,
        NumberType::I16,
        NumberType::U32,
        NumberType::I32,
        NumberType::F32,
    ]);
    (any::<u16>(), kinds, any::<f64>(), any::<f64>()).prop_map(|(register, kind, scale, offset)| Number {
        register,
        kind,
        scale,
        offset,
    })
}

prop_compose! {
    /// Any map that serde can make, good or not.
    fn maps()(
        unit in any::<u8>(),
        registers in prop::collection::vec(any::<u16>(), 4),
        bit in any::<u8>(),
        pressure in numbers(),
        pump in numbers(),
        reserved in prop::collection::vec(any::<u16>(), 0..3),
        low_first in any::<bool>(),
        input in any::<bool>(),
    ) -> RegisterMap {
        let mut map = RegisterMap::standard().clone();
        map.unit = unit;
        map.word_order = if low_first { Order::LowFirst } else { Order::HighFirst };
        map.status.area = if input { Area::Input } else { Area::Holding };
        map.status.heartbeat.register = registers[0];
        map.status.state.register = registers[1];
        map.command.mode.register = registers[2];
        map.status.lid_locked = Bit { register: registers[3], bit, active: Active::Low };
        map.status.pressure_mpa_absolute = pressure;
        map.command.pump_ml_per_min = pump;
        map.command.reserved = reserved;
        map
    }
}

proptest! {
    #[test]
    fn no_map_panics_with_no_bytes(map in maps(), noise in prop::collection::vec(any::<u8>(), 0..300)) {
        let sent = [Request::ReadStatus, Request::WriteCommand(COMMAND)].map(|request| request.encode_by(&map, 1));
        let said = [Reply::Status(STATUS), Reply::Written].map(|reply| reply.encode_by(&map, 1));
        for bytes in sent.iter().chain(&said).chain([&noise]) {
            RequestDecoder::by(&map).feed(bytes);
            ReplyDecoder::by(&map).feed(bytes);
            rtu::RequestDecoder::by(&map).feed(bytes);
            rtu::ReplyDecoder::by(&map).feed(bytes);
        }
        let places: Vec<Place> = [map.status.places(), map.command.places()].concat();
        prop_assert!(places.len() > 20);
    }

    #[test]
    fn a_number_in_range_comes_back_within_half_of_its_last_digit(
        kind in prop::sample::select(vec![NumberType::U16, NumberType::I16, NumberType::U32, NumberType::I32]),
        share in 0.0f64..=1.0,
        scale in prop::sample::select(vec![1e-6, 0.001, 0.1, 1.0, -0.01]),
        offset in -10.0f64..10.0,
    ) {
        let number = Number { register: 0, kind, scale, offset };
        let (least, most) = kind.range().unwrap();
        let value = (least + share * (most - least)) * scale + offset;
        let back = number.value(number.bits(value));
        prop_assert!((back - value).abs() <= 0.5 * scale.abs() * (1.0 + 1e-6) + 1e-12, "{value} {back}");
    }
}
