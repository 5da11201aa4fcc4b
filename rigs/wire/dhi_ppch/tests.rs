//! The controller's words: round trips in both syntaxes, errors, damage.

use super::*;
use crate::Decode as _;
use crate::framing::DropReason;
use proptest::prelude::*;

fn read(line: &str) -> Message {
    RequestDecoder::default().feed(line.as_bytes()).remove(0).unwrap()
}

#[test]
fn every_request_survives_the_wire_in_both_syntaxes() {
    let head = Head { height: -12.5, unit: HeadUnit::Centimetre, fluid: Fluid::Water };
    for request in [
        Request::Pressure,
        Request::PressureAndRate,
        Request::LatestPressureAndRate,
        Request::Ready,
        Request::Status,
        Request::Atmosphere,
        Request::Target,
        Request::SetTarget(115.25),
        Request::Vented,
        Request::Vent,
        Request::StopVenting,
        Request::Setting(Setting::HoldLimit),
        Request::ChangeSetting(Setting::StabilityLimit, 0.002),
        Request::ChangeSetting(Setting::UpperLimit, 120.0),
        Request::Head,
        Request::ChangeHead(head),
        Request::Unit,
        Request::ChangeUnit("MPaa".to_owned()),
        Request::LastError,
        Request::Version,
    ] {
        for syntax in [Syntax::Enhanced, Syntax::Classic] {
            let message = Message { syntax, request: request.clone() };
            assert_eq!(RequestDecoder::default().feed(&message.encode()), [Ok(message)]);
        }
    }
    for request in [Request::Abort, Request::Remote, Request::Local] {
        let message = Message { syntax: Syntax::Classic, request };
        assert_eq!(RequestDecoder::default().feed(&message.encode()), [Ok(message)]);
    }
}

#[test]
fn what_is_not_understood_is_refused_with_its_number() {
    for (line, code) in [
        ("BREW COFFEE\r", ErrorCode::UnknownCommand),
        ("PRRR?\r", ErrorCode::UnknownCommand),
        ("ABORT?\r", ErrorCode::UnknownCommand),
        ("PS\r", ErrorCode::OutOfRange),
        ("PS ten\r", ErrorCode::TextInNumber),
        ("VENT 2\r", ErrorCode::OutOfRange),
        ("HEAD 10,ft,N2\r", ErrorCode::OutOfRange),
        ("TP 5\r", ErrorCode::ImproperArgument),
    ] {
        assert_eq!(read(line).request, Request::Refused(code), "{line}");
    }
}

#[test]
fn replies_survive_the_wire() {
    let measurement = Reply::Measurement {
        readiness: Readiness::NotReady,
        mpa: 115.0625,
        zero: Zero::Vacuum,
        mpa_per_s: -0.5,
        atmosphere_mpa: None,
    };
    for reply in [
        measurement,
        Reply::Pressure { mpa: -0.5, zero: Zero::Atmosphere },
        Reply::Difference(0.02),
        Reply::Rate(0.002),
        Reply::Ready(Readiness::Ready),
        Reply::Head(Head { height: 10.0, unit: HeadUnit::Inch, fluid: Fluid::Oil }),
        Reply::Code(32),
        Reply::Vented(1),
        Reply::Error(6),
        Reply::Text("ABORT".to_owned()),
    ] {
        assert_eq!(ReplyDecoder::default().feed(&reply.encode()), [Ok(reply)]);
    }
}

#[test]
fn damaged_amounts_are_dropped() {
    for line in
        ["23.06x6 MPa a\r", "R,23.0 MPa a\r", "R,23.0 MPa,0.1 MPa/s\r", "ERR# x\r", "R,1 MPa a,0 MPa/s,1,2\r"]
    {
        let taken = ReplyDecoder::default().feed(line.as_bytes());
        let fine = matches!(taken[0], Err(ref dropped) if dropped.reason != DropReason::NotText);
        assert!(fine || matches!(taken[0], Ok(Reply::Text(_))), "{line} {taken:?}");
        assert!(!matches!(taken[0], Ok(Reply::Measurement { .. } | Reply::Pressure { .. })), "{line}");
    }
}

proptest! {
    #[test]
    fn random_bytes_never_panic_and_never_hide_the_next_message(noise in prop::collection::vec(any::<u8>(), 0..3000)) {
        let mut decoder = ReplyDecoder::default();
        decoder.feed(&noise);
        decoder.feed(b"\r");
        let expected = Reply::Pressure { mpa: 10.0, zero: Zero::Vacuum };
        prop_assert_eq!(decoder.feed(b"10.000 MPa a\r\n"), [Ok(expected)]);
        let mut decoder = RequestDecoder::default();
        decoder.feed(&noise);
        decoder.feed(b"\r");
        let expected = Message { syntax: Syntax::Enhanced, request: Request::PressureAndRate };
        prop_assert_eq!(decoder.feed(b"prr?\r\n"), [Ok(expected)]);
    }
}
