//! Scans and commands survive the wire; damage shows.

use super::*;
use proptest::prelude::*;

fn raw() -> RawScan {
    RawScan {
        temperature_counts: 255_001,
        conductivity_hz: 6_123.5,
        pressure_counts: 530_000,
        pressure_temperature_v: 18_600.0 / COUNTS_PER_VOLT,
        external_v: Vec::new(),
    }
}

#[test]
fn every_request_survives_the_wire() {
    let formats = [None, Some(OutputFormat::RawHex), Some(OutputFormat::ConvertedDecimal)];
    let plain = [
        Request::Wake,
        Request::Sample,
        Request::LastSample,
        Request::DisplayStatus,
        Request::GetStatus,
        Request::GetConfiguration,
        Request::GetCoefficients,
        Request::GetHardware,
        Request::OutputExecutedTag(Switch::On),
        Request::OutputExecutedTag(Switch::Off),
        Request::StartNow,
        Request::Stop,
        Request::QuitSession,
    ];
    for request in plain.into_iter().chain(formats.map(Request::OutputFormat)) {
        let taken = RequestDecoder::default().feed(&request.encode());
        assert_eq!(taken[0].clone().unwrap().request, Some(request));
    }
    assert_eq!(Request::parse("OutputFormat=7"), Some(Request::OutputFormat(None)));
    assert_eq!(Request::parse("Volt9=Y"), None);
}

#[test]
fn moored_scans_carry_their_time_in_both_notations() {
    let taken = Taken { seconds_since_2000: 0x0EC4_270B, date: "07 Nov 2007, 07:34:35".to_owned() };
    let scan = Scan { values: Values::Raw(raw()), taken: Some(taken) };
    assert!(scan.line(OutputFormat::RawHex).ends_with("0EC4270B"));
    assert!(scan.line(OutputFormat::RawDecimal).ends_with(", 07 Nov 2007, 07:34:35"));
    let layout = Layout { format: OutputFormat::RawDecimal, external_voltages: 0, mode: Mode::Moored };
    let sent = Reply::Scan(scan.clone()).encode(OutputFormat::RawDecimal);
    let read = ReplyDecoder::new(layout).feed(&sent);
    let Ok(Reply::Scan(read)) = &read[0] else { panic!("{read:?}") };
    assert_eq!(read.taken.as_ref().map(|taken| taken.date.as_str()), Some("07 Nov 2007, 07:34:35"));
}

#[test]
fn half_a_scan_is_damage_and_words_are_text() {
    for line in ["03E4191", "03E41917EB800", "03E41917EB80081650848A8FF"] {
        let taken = ReplyDecoder::default().feed(format!("{line}\r").as_bytes());
        assert_eq!(taken[0].as_ref().unwrap_err().reason, DropReason::Malformed, "{line}");
    }
    let taken = ReplyDecoder::default().feed(b"TS\r\n<Executed/>\r\n");
    assert_eq!(taken, [Ok(Reply::Text("TS".to_owned())), Ok(Reply::Executed)]);
}

#[test]
fn what_does_not_fit_its_digits_is_clamped_to_them() {
    let mut hot = raw();
    hot.pressure_temperature_v = 9.0;
    hot.conductivity_hz = -1.0;
    assert_eq!(hot.line(OutputFormat::RawHex), "03E419000000081650FFFF");
}

proptest! {
    #[test]
    fn random_bytes_never_panic_and_never_hide_the_next_scan(noise in prop::collection::vec(any::<u8>(), 0..3000)) {
        for format in [OutputFormat::RawHex, OutputFormat::RawDecimal] {
            let mut decoder = ReplyDecoder::new(Layout { format, ..Layout::default() });
            decoder.feed(&noise);
            decoder.feed(b"\r");
            let scan = Reply::Scan(Scan { values: Values::Raw(raw()), taken: None });
            prop_assert_eq!(decoder.feed(&scan.encode(format)).len(), 1);
        }
        let mut decoder = RequestDecoder::default();
        decoder.feed(&noise);
        decoder.feed(b"\r");
        let taken = decoder.feed(b"\rTS\r");
        prop_assert_eq!(taken.last().unwrap().clone().unwrap().request, Some(Request::Sample));
    }

    #[test]
    fn raw_scans_survive_the_wire(temperature in 0u32..0xFF_FFFF, steps in 0u32..0xFF_FFFF, pressure in 0u32..0xFF_FFFF, volt in 0u16..) {
        let scan = Scan {
            values: Values::Raw(RawScan {
                temperature_counts: temperature,
                conductivity_hz: f64::from(steps) / 256.0,
                pressure_counts: pressure,
                pressure_temperature_v: f64::from(volt) / COUNTS_PER_VOLT,
                external_v: vec![],
            }),
            taken: None,
        };
        let read = ReplyDecoder::default().feed(&Reply::Scan(scan.clone()).encode(OutputFormat::RawHex));
        prop_assert_eq!(&read[..], &[Ok(Reply::Scan(scan))]);
    }
}
