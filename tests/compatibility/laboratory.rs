//! Lines of laboratory instruments as makers print them: Isotech milliK, Fluke and Hart baths, DHI and Mensor controllers.

use hadal_wire::{Decode, dhi_ppch, hart_bath, isotech_millik, mensor_cpc8000};

fn one<D: Decode + Default>(bytes: &[u8]) -> D::Message {
    let mut taken = D::default().feed(bytes);
    assert_eq!(taken.len(), 1, "{}", bytes.escape_ascii());
    taken.remove(0).unwrap()
}

/// Isothermal Technology, milliK manual 923 issue 1.10, page 79 (a carriage return ends a command; keywords in capitals are
/// the short form) and page 88: `SENS:RES:WIR 3`, `SENS:RES:WIR?` with the answer `4`, `SENS:CURR NORM`.
#[test]
fn val_millik_commands_are_read_as_its_manual_prints_them() {
    use isotech_millik::{Command, Reply, ReplyDecoder, Request, RequestDecoder, SenseCurrent, Wires};
    let commands = |bytes: &[u8]| one::<RequestDecoder>(bytes).commands;
    for bytes in [&b"SENS:RES:WIR 3\r"[..], b"SENSe:RESistance:WIRes 3\r"] {
        assert_eq!(commands(bytes), [Command::SelectWires(Wires::Three)]);
    }
    assert_eq!(commands(b"SENS:CURR NORM\r"), [Command::SelectCurrent(SenseCurrent::Normal)]);
    assert_eq!(Request::from(Command::SelectedWires).encode(), b"SENS:RES:WIR?\r");
    assert_eq!(one::<ReplyDecoder>(b"4\r"), Reply::Numbers(vec![4.0]));
    assert_eq!(Reply::Numbers(vec![4.0]).encode(), b"4\r");
}

/// Derived: what the public driver `msl-equipment` (`resources/isotech/millik`) sends and expects, in its version of one line per
/// measurement and in its older one of one shot, and what the `IsotechMilliK` client of `Trolley_Control` sends.
#[test]
fn val_millik_lines_are_those_of_its_public_drivers() {
    use isotech_millik::{Command, INVALID_RANGE, Reply, ReplyDecoder, RequestDecoder, SenseCurrent, Wires};
    let commands = |bytes: &[u8]| one::<RequestDecoder>(bytes).commands;
    assert_eq!(commands(b"MILLIK:REMOTE\r"), [Command::Remote]);
    assert_eq!(commands(b"mill:list?\r"), [Command::Devices]);
    let (current, wires) = (SenseCurrent::Normal, Wires::Four);
    let settings =
        b"SENSE:CHANNEL 1;SENSE:FUNCTION RESISTANCE;SENSE:RESISTANCE:RANGE 115;SENSE:RESISTANCE:WIRES 4;SENSE:CURRENT NORMAL;READ? 5\r";
    let expected = [
        Command::SelectChannel(1),
        Command::SelectResistance,
        Command::SelectRange(115.0),
        Command::SelectWires(wires),
        Command::SelectCurrent(current),
        Command::Read { readings: 5 },
    ];
    assert_eq!(commands(settings), expected);
    let measure = |channel, range_ohm| [Command::Measure { channel, range_ohm, current, wires }];
    assert_eq!(commands(b"meas:res1? 115,0.001, 4\r"), measure(1, 115.0));
    assert_eq!(commands(b"MEASure:RESistance10? 200,NORMal,4\r"), measure(10, 200.0));
    let identity = ["Isothermal Technology", "milliK", "21-P2460", "4.0.0"].map(str::to_owned);
    let line = b"Isothermal Technology,milliK,21-P2460,4.0.0\r";
    assert_eq!(one::<ReplyDecoder>(line), Reply::Identity(identity.clone()));
    assert_eq!(Reply::Identity(identity).encode(), line);
    assert_eq!(one::<ReplyDecoder>(b"Error: Invalid range\r"), Reply::Text(INVALID_RANGE.to_owned()));
}

/// Fluke 7037 user manual, page 47 (`s=450`, `v=.00001`, and the printed answers), 7102 manual, page 46 (`u: C`, `du=h`,
/// `lf=of`, `sa: 1`), 7381 manual, page 45 (`cu: 120 C, in`); the test of the public driver `pymeasure`, `fluke7341` (`ver.7341,1.00`).
#[test]
fn val_hart_bath_answers_are_those_of_its_manuals() {
    use hart_bath::{CutOutState, LineFeed, Reply, ReplyDecoder, Unit};
    let unit = Unit::Celsius;
    for (reply, bytes) in [
        (Reply::SetPoint { value: 150.0, unit }, &b"set: 150.00 C\r\n"[..]),
        (Reply::Temperature { value: 55.69, unit }, b"t: 55.69 C\r\n"),
        (Reply::Vernier(0.0), b"v: 0.00000\r\n"),
        (Reply::Unit(unit), b"u: C\r\n"),
        (Reply::CutOut { value: 620.0, unit, state: CutOutState::In }, b"c: 620 C, in\r\n"),
        (Reply::SamplePeriod(1), b"sa: 1\r\n"),
        (Reply::Version { model: "7341".to_owned(), version: "1.00".to_owned() }, b"ver.7341,1.00\r\n"),
    ] {
        assert_eq!(one::<ReplyDecoder>(bytes), reply);
        assert_eq!(reply.encode(LineFeed::On), bytes);
    }
    assert_eq!(one::<ReplyDecoder>(b"u: c\r\n"), Reply::Unit(unit), "as the 7037 manual prints it");
    let cut_out = Reply::CutOut { value: 120.0, unit, state: CutOutState::In };
    assert_eq!(one::<ReplyDecoder>(b"cu: 120 C, in\r\n"), cut_out, "as the 7381 manual prints it");
}

/// The same pages, with the rules in front of the tables: either case, spaces ignored, backspace erases, a value in decimal or
/// exponential notation.
#[test]
fn val_hart_bath_commands_are_read_as_its_manuals_say() {
    use hart_bath::{Duplex, LineFeed, Request, RequestDecoder, Unit};
    for (bytes, request) in [
        (&b"s\r"[..], Request::SetPoint),
        (b"setpoint\r", Request::SetPoint),
        (b"s=450\r", Request::ChangeSetPoint(450.0)),
        (b"S = 4.5E2\r", Request::ChangeSetPoint(450.0)),
        (b"v=.00001\r", Request::ChangeVernier(0.00001)),
        (b"t\r", Request::Temperature),
        (b"u=f\r", Request::ChangeUnit(Unit::Fahrenheit)),
        (b"c=r\r", Request::ResetCutOut),
        (b"du=h\r", Request::ChangeDuplex(Duplex::Half)),
        (b"lf=of\r", Request::ChangeLineFeed(LineFeed::Off)),
        (b"s=46\x0850\r", Request::ChangeSetPoint(450.0)),
    ] {
        assert_eq!(one::<RequestDecoder>(bytes).request, Some(request), "{}", bytes.escape_ascii());
    }
}

/// DH Instruments PPCH-G manual, page 105: the answer to `PRR?` and `PRR`, byte for byte; PPC3 manual, page 102, without a
/// barometer and with `kPaa` in one word; PPCH-G, page 107, with the atmosphere in another unit.
#[test]
fn val_ppch_measurements_are_those_of_its_manuals() {
    use dhi_ppch::{Readiness, Reply, ReplyDecoder, Zero};
    let printed = Reply::Measurement {
        readiness: Readiness::Ready,
        mpa: 23.0626,
        zero: Zero::Vacuum,
        mpa_per_s: 0.011,
        atmosphere_mpa: Some(0.097_001),
    };
    let bytes = b"R,23.0626 MPa a,0.011 MPa/s, 0.097001 MPa a\r\n";
    assert_eq!(one::<ReplyDecoder>(bytes), printed);
    assert_eq!(printed.encode(), bytes);
    for (bytes, pressure_mpa, atmosphere_kpa) in [
        (&b"R,2306.265 kPaa,0.011 kPa/s\r\n"[..], 2.306_265, None),
        (b"R,2.306 MPa a,0.011 MPa/s,97.000 kPa a\r\n", 2.306, Some(97.0)),
    ] {
        let Reply::Measurement { mpa, atmosphere_mpa, .. } = one::<ReplyDecoder>(bytes) else { panic!() };
        assert!((mpa - pressure_mpa).abs() < 1e-12);
        assert_eq!(atmosphere_mpa.map(|mpa| (mpa * 1e3 * 1e6).round() / 1e6), atmosphere_kpa);
    }
}

/// PPCH manual, pages 124 (`TP?` `10.000 MPa a`, `STAT?` `1`) and 126 (`UL 10`); PPCH-G, page 99 (`HEAD`); PPC4, pages 143
/// (`ABORT`) and 151 (`HS`); PPC3, page 109 (`SS`); PPC2+, pages 108 (`SR`) and 114 (`VENT`); PPC2 AF, pages 58 (errors), 70 (`32`).
#[test]
fn val_ppch_words_are_those_of_its_manuals_in_both_syntaxes() {
    use dhi_ppch::{
        ErrorCode, Fluid, Head, HeadUnit, Readiness, Reply, ReplyDecoder, Request, RequestDecoder, Setting,
        Zero,
    };
    let head = Head { height: 10.0, unit: HeadUnit::Inch, fluid: Fluid::Nitrogen };
    for (enhanced, classic, request) in [
        (&b"TP?\r\n"[..], &b"TP\r\n"[..], Request::Target),
        (b"STAT?\r\n", b"STAT\r\n", Request::Status),
        (b"SR?\r\n", b"SR\r\n", Request::Ready),
        (b"UL 10\r\n", b"UL=10\r\n", Request::ChangeSetting(Setting::UpperLimit, 10.0)),
        (b"HS .1\r\n", b"HS=0.1\r\n", Request::ChangeSetting(Setting::HoldLimit, 0.1)),
        (b"HS? .1\r\n", b"HS=.1\r\n", Request::ChangeSetting(Setting::HoldLimit, 0.1)),
        (b"SS .1\r\n", b"SS=.1\r\n", Request::ChangeSetting(Setting::StabilityLimit, 0.1)),
        (b"HEAD 10,in,N2\r\n", b"HEAD=10,in,N2\r\n", Request::ChangeHead(head)),
        (b"VENT 1\r\n", b"VENT=1\r\n", Request::Vent),
    ] {
        assert_eq!(one::<RequestDecoder>(enhanced).request, request);
        assert_eq!(one::<RequestDecoder>(classic).request, request);
    }
    assert_eq!(one::<RequestDecoder>(b"ABORT\r\n").request, Request::Abort);
    let target = Reply::Pressure { mpa: 10.0, zero: Zero::Vacuum };
    for (reply, bytes) in [
        (target, &b"10.000 MPa a\r\n"[..]),
        (Reply::Ready(Readiness::NotReady), b"NR\r\n"),
        (Reply::Head(head), b"10, in, N2\r\n"),
        (Reply::Code(32), b"32\r\n"),
        (Reply::Vented(0), b"VENT=0\r\n"),
        (Reply::Error(ErrorCode::OutOfRange.number()), b"ERR# 6\r\n"),
        (Reply::Text("ABORT".to_owned()), b"ABORT\r\n"),
    ] {
        assert_eq!(one::<ReplyDecoder>(bytes), reply);
        assert_eq!(reply.encode(), bytes);
    }
    assert_eq!(one::<ReplyDecoder>(b"0.1 kPa\r\n"), Reply::Difference(0.1 * 1e-3));
    assert_eq!(one::<ReplyDecoder>(b"0.10 kPa/s\r\n"), Reply::Rate(0.10 * 1e-3));
    assert_eq!(
        one::<ReplyDecoder>(b"1000.00 kPa a\r\n"),
        Reply::Pressure { mpa: 1000.0 * 1e-3, zero: Zero::Vacuum }
    );
    assert_eq!(ErrorCode::UnknownCommand.text(), "Unknown command");
}

/// WIKA CPC8000-H manual 980104, pages 56 and 57 (case, terminators, the flag, `Keylock Yes`, exponential format), Mensor
/// CPC6050, pages 73 and 74 (`<sp>+n.nnnnnE+nn<cr><lf>`, `<sp>{YES or NO}`, `Acquire? Test_stand_1`), CPC6000, page 50 (format 6).
#[test]
fn val_cpc8000_lines_are_those_of_its_manuals() {
    use mensor_cpc8000::{ErrorFlag, Field, Keys, Reply, ReplyDecoder, Request, RequestDecoder};
    for bytes in [&b"Keylock Yes\r"[..], b"KEYLOCK YES\n", b"keylock yes\r\n", b"Keylock 1\r"] {
        assert_eq!(one::<RequestDecoder>(bytes), Request::ChangeKeys(Keys::Locked));
    }
    assert_eq!(
        one::<RequestDecoder>(b"Acquire? Test_stand_1\r"),
        Request::Acquire("Test_stand_1".to_owned())
    );
    for (bytes, value) in [(&b"Setpt -5.678\r"[..], -5.678), (b"Setpt 25.68324e-5\r", 25.683_24e-5)] {
        assert_eq!(one::<RequestDecoder>(bytes), Request::ChangeSetPoint(value));
    }
    let word = |word: &str| Field::Word(word.to_owned());
    for (errors, fields, bytes) in [
        (ErrorFlag::Clear, vec![Field::Amount(14.7)], &b" +1.47000E+01\r\n"[..]),
        (ErrorFlag::Waiting, vec![Field::Amount(-0.015)], b"E-1.50000E-02\r\n"),
        (ErrorFlag::Clear, vec![word("YES")], b" YES\r\n"),
        (
            ErrorFlag::Clear,
            vec![Field::Amount(10.0), Field::Amount(10.0), word("stable")],
            b" +1.00000E+01, +1.00000E+01, stable\r\n",
        ),
    ] {
        let reply = Reply { errors, fields };
        assert_eq!(one::<ReplyDecoder>(bytes), reply);
        assert_eq!(reply.encode(), bytes);
    }
}

/// Derived: what the public drivers `pymensor` and, for the CPC6000, `WorkBench` send.
#[test]
fn val_cpc8000_commands_are_those_of_its_public_drivers() {
    use mensor_cpc8000::{Mode, Request, RequestDecoder, Unit};
    for (bytes, request) in [
        (&b"Mode control\r"[..], Request::ChangeMode(Mode::Control)),
        (b"Mode STANDBY\r", Request::ChangeMode(Mode::Standby)),
        (b"Setpt 10\r", Request::ChangeSetPoint(10.0)),
        (b"Setpt 1.0000E+001\r", Request::ChangeSetPoint(10.0)),
        (b"Units 14\r", Request::ChangeUnit(Unit::Bar)),
        (b"Units kPa\r", Request::ChangeUnit(Unit::Kilopascal)),
        (b"Stable?\r", Request::Stable),
        (b"AS?\r", Request::Stable),
        (b"A?\r", Request::Pressure),
        (b"OUTFORM 6\r", Request::ChangeOutputFormat(6)),
        (b"Chan A\r", Request::ChangeChannel),
        (b"Chan?\r", Request::Channel),
        (b"Errorno?\r", Request::NextError),
    ] {
        assert_eq!(one::<RequestDecoder>(bytes), request);
    }
}

/// Same manual as the 1595A's: one manual covers both, and `*IDN?` alone tells them apart. Derived: its layout.
#[test]
fn a_1594a_differs_from_a_1595a_by_its_name() {
    use hadal_wire::fluke_1595a::{Model, Reply, ReplyDecoder};
    for model in [Model::Fluke1594A, Model::Fluke1595A] {
        let line = format!("FLUKE,{},B12345,1.00\r\n", model.name());
        let Reply::Identity { model: said, .. } = one::<ReplyDecoder>(line.as_bytes()) else { panic!() };
        assert_eq!(said, model.name());
    }
}
