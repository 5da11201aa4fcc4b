//! The Mensor command set: round trips, the flag, numbers, damage.

use super::*;
use crate::Decode as _;
use proptest::prelude::*;

#[test]
fn every_request_survives_the_wire() {
    let with_data = [
        Request::ChangeOutputFormat(6),
        Request::ChangeKeys(Keys::Locked),
        Request::ChangeKeys(Keys::Free),
        Request::Acquire("Test_stand_1".to_owned()),
        Request::ChangeSetPoint(-0.5),
        Request::ChangeUpperLimit(1200.0),
    ];
    let queries = [
        Request::Reading,
        Request::Pressure,
        Request::Rate,
        Request::Stable,
        Request::RateStable,
        Request::OutputFormat,
        Request::Keys,
        Request::Mode,
        Request::SetPoint,
        Request::UpperLimit,
        Request::Unit,
        Request::ChangeChannel,
        Request::Channel,
        Request::NextError,
        Request::Identify,
    ];
    let modes = Mode::ALL.map(Request::ChangeMode);
    let units = Unit::ALL.map(Request::ChangeUnit);
    for request in with_data.into_iter().chain(queries).chain(modes).chain(units) {
        assert_eq!(RequestDecoder::default().feed(&request.encode()), [Ok(request)]);
    }
}

#[test]
fn an_unknown_command_and_bad_data_are_told_apart() {
    let reason = |line: &str| RequestDecoder::default().feed(line.as_bytes()).remove(0).unwrap_err().reason;
    for line in ["Brew\r", "A\r", "Setpt? 3\r", "\t\r"] {
        assert_eq!(reason(line), DropReason::Malformed, "{line}");
    }
    for line in ["Setpt ten\r", "Setpt\r", "Outform 8\r", "Mode FLY\r", "Keylock perhaps\r", "Units 2\r"] {
        assert_eq!(reason(line), DropReason::NotANumber, "{line}");
    }
}

#[test]
fn a_response_without_its_flag_is_damage() {
    for line in ["+1.00000E+00\r", "YES\r"] {
        let taken = ReplyDecoder::default().feed(line.as_bytes());
        assert_eq!(taken[0].as_ref().unwrap_err().reason, DropReason::Malformed, "{line}");
    }
}

#[test]
fn exponents_have_two_figures_and_signs() {
    for (value, text) in [
        (0.0, "+0.00000E+00"),
        (-12_345.678, "-1.23457E+04"),
        (1.0e-7, "+1.00000E-07"),
        (1.5e9, "+1.50000E+09"),
    ] {
        assert_eq!(exponential(value), text);
    }
}

proptest! {
    #[test]
    fn random_bytes_never_panic_and_never_hide_the_next_message(noise in prop::collection::vec(any::<u8>(), 0..3000)) {
        let mut decoder = ReplyDecoder::default();
        decoder.feed(&noise);
        decoder.feed(b"\r");
        let expected = Reply { errors: ErrorFlag::Clear, fields: vec![Field::Word("YES".to_owned())] };
        prop_assert_eq!(decoder.feed(b" YES\r\n"), [Ok(expected)]);
        let mut decoder = RequestDecoder::default();
        decoder.feed(&noise);
        decoder.feed(b"\r");
        prop_assert_eq!(decoder.feed(b"a?\n"), [Ok(Request::Pressure)]);
    }

    #[test]
    fn amounts_survive_to_six_figures(value in -1.0e6f64..1.0e6) {
        let reply = Reply { errors: ErrorFlag::Waiting, fields: vec![Field::Amount(value)] };
        let taken = ReplyDecoder::default().feed(&reply.encode()).remove(0).unwrap();
        let Field::Amount(read) = &taken.fields[0] else { panic!("{taken:?}") };
        prop_assert!((read - value).abs() <= 0.5e-5 * value.abs().max(1e-12) * 1.001);
    }
}
