//! Bytes of the items under calibration, as makers' manuals and public drivers print them.

use hadal_wire::{Decode, aanderaa, rbr_logger3, sbe_11plus, sbe_19plus, valeport_mini};

fn all<D: Decode>(mut decoder: D, bytes: &[u8]) -> Vec<D::Message> {
    decoder.feed(bytes).into_iter().map(Result::unwrap).collect()
}

fn close(one: f64, other: f64, within: f64) {
    assert!((one - other).abs() <= within, "{one} {other}");
}

fn layout(format: sbe_19plus::OutputFormat) -> sbe_19plus::Layout {
    sbe_19plus::Layout { format, external_voltages: 2, mode: sbe_19plus::Mode::Profiling }
}

/// SBE 19plus V2 manual, printed page 61: example scan of `OutputFormat=0` and what it is worked out to; page 63, that of
/// `OutputFormat=2`, the same scan. Values have the manual's decimals.
#[test]
fn val_sbe_19plus_raw_scans_are_read_as_its_manual_works_them_out() {
    use sbe_19plus::{OutputFormat, Reply, ReplyDecoder, Values};
    for (format, printed) in [
        (OutputFormat::RawHex, &b"0A53711BC7220C14C17D8203050594\r\n"[..]),
        (OutputFormat::RawDecimal, b"676721, 7111.133, 791745, 2.4514, 0.0590, 0.1089\r\n"),
    ] {
        let replies = all(ReplyDecoder::new(layout(format)), printed);
        let [Reply::Scan(scan)] = &replies[..] else { panic!("{replies:?}") };
        let Values::Raw(raw) = &scan.values else { panic!("{scan:?}") };
        assert_eq!((raw.temperature_counts, raw.pressure_counts), (676_721, 791_745));
        close(raw.conductivity_hz, 7_111.133, 5e-4);
        close(raw.pressure_temperature_v, 2.451_4, 5e-5);
        close(raw.external_v[0], 0.059_0, 5e-5);
        close(raw.external_v[1], 0.108_9, 5e-5);
        assert_eq!(replies[0].encode(format), printed);
    }
}

/// Same manual, page 62: example scan of `OutputFormat=1`: 23.7658 °C, 0.00019 S/m, 0.062 dbar.
#[test]
fn val_sbe_19plus_converted_scan_is_read_as_its_manual_works_it_out() {
    use sbe_19plus::{OutputFormat, Reply, ReplyDecoder, Values};
    let printed = b"3385C40F42FE0186DE03050594\r\n";
    let replies = all(ReplyDecoder::new(layout(OutputFormat::ConvertedHex)), printed);
    let [Reply::Scan(scan)] = &replies[..] else { panic!("{replies:?}") };
    let Values::Converted(converted) = &scan.values else { panic!("{scan:?}") };
    close(converted.temperature_celsius, 23.765_8, 1e-9);
    close(converted.conductivity_s_per_m, 0.000_19, 1e-9);
    close(converted.pressure_dbar_sea, 0.062, 1e-9);
    assert_eq!(replies[0].encode(OutputFormat::ConvertedHex), printed);
}

/// Derived from a public driver of the Ocean Observatories Initiative (`mi-instrument`, sbe16plus_v2, head of its sample particle): the
/// same scan from a moored instrument while it logs, with `#` in front and 247,736,075 seconds since 2000 behind.
#[test]
fn val_sbe_16plus_moored_scan_carries_its_time() {
    use sbe_19plus::{Mode, OutputFormat, Reply, ReplyDecoder};
    let moored = sbe_19plus::Layout { mode: Mode::Moored, ..layout(OutputFormat::RawHex) };
    let replies = all(ReplyDecoder::new(moored), b"#0A53711BC7220C14C17D82030505940EC4270B\r\n");
    let [Reply::Scan(scan)] = &replies[..] else { panic!("{replies:?}") };
    assert_eq!(scan.taken.as_ref().map(|taken| taken.seconds_since_2000), Some(247_736_075));
}

/// Derived from the same driver and its tests: prompts, the tag of carried-out commands, an error, and lines of `GetSD`.
#[test]
fn val_sbe_19plus_prompts_errors_and_status_are_those_of_a_public_driver() {
    use sbe_19plus::{Reply, ReplyDecoder, Request, Switch};
    let said = b"ts\r\n<Executed/>\r\nS>?cmd S><ERROR type='INVALID ARGUMENT' msg='out of range'/>\r\n   <LoggingState>not logging</LoggingState>\r\n";
    let error = Reply::Error { kind: "INVALID ARGUMENT".to_owned(), message: "out of range".to_owned() };
    assert_eq!(
        all(ReplyDecoder::default(), said),
        [
            Reply::Text("ts".to_owned()),
            Reply::Executed,
            Reply::Prompt,
            Reply::UnknownCommand,
            error,
            Reply::Text("<LoggingState>not logging</LoggingState>".to_owned()),
        ]
    );
    for (line, request) in [
        ("GetCD", Request::GetConfiguration),
        ("GetSD", Request::GetStatus),
        ("GetCC", Request::GetCoefficients),
        ("GetHD", Request::GetHardware),
        ("ts", Request::Sample),
        ("StartNow", Request::StartNow),
        ("Stop", Request::Stop),
        ("OutputExecutedTag=y", Request::OutputExecutedTag(Switch::On)),
    ] {
        assert_eq!(Request::parse(line), Some(request));
    }
}

/// Derived: a published line of an SBE 911plus (in public decoders that work it through by the manual's word format) is
/// `0CD084…FFFFBE0000BB29512A089DB7004D638E5C91C465`; from it were taken the nine words, and the three bytes behind what this deck unit
/// does not add (surface light, position, system time). The values are those bytes by the manual's rule.
#[test]
fn val_sbe_911plus_scan_is_read_by_the_manuals_word_format() {
    use sbe_11plus::{Reply, ReplyDecoder, Status, Words};
    let published = b"0CD08410767B80458F0CCA6F1107AE7D58A3987C41F0DEF2FFFFBE4D638E\r\n";
    let replies = all(ReplyDecoder::default(), published);
    let [Reply::Scan(scan)] = &replies[..] else { panic!("{replies:?}") };
    for (hertz, [high, middle, low]) in scan.frequencies_hz.iter().zip([
        [12.0, 208.0, 132.0],
        [16.0, 118.0, 123.0],
        [128.0, 69.0, 143.0],
        [12.0, 202.0, 111.0],
        [17.0, 7.0, 174.0],
    ]) {
        close(*hertz, high * 256.0 + middle + low / 256.0, 1e-12);
    }
    // 7D5 and FBE: 5 V (1 − 2005/4095) and 5 V (1 − 4030/4095).
    close(scan.voltages_v[0], 5.0 * (1.0 - 2_005.0 / 4_095.0), 1e-12);
    close(scan.voltages_v[7], 5.0 * (1.0 - 4_030.0 / 4_095.0), 1e-12);
    assert_eq!((scan.pressure_temperature_counts, scan.modulo), (1_238, 142));
    assert_eq!(scan.status, Status { pump: true, no_bottom_contact: true, ..Status::default() });
    assert_eq!(replies[0].encode(&Words::default()), published);
}

/// SBE 11plus V2 manual 017, page 81: `GR`, `S`, `Xn`. The lines of status are those that Seasave copied into the head of a published
/// file (cruise MSM121, station 54).
#[test]
fn val_sbe_11plus_commands_and_status_are_those_of_its_manual_and_of_published_heads() {
    use sbe_11plus::{Reply, ReplyDecoder, Request};
    for (bytes, request) in
        [(&b"GR\r"[..], Request::Start), (b"S\r", Request::Stop), (b"X8\r", Request::Suppress(8))]
    {
        assert_eq!(request.encode(), bytes);
    }
    let head = b"SBE 11plus V 5.1g\r\nnumber of scans to average = 1\r\ndelete word 8 from scan\r\nautorun on power up is disabled\r\nS>";
    let replies = all(ReplyDecoder::default(), head);
    assert_eq!(replies.len(), 5);
    assert_eq!(replies[2], Reply::Text("delete word 8 from scan".to_owned()));
    assert_eq!(replies[4], Reply::Prompt);
}

/// RBR's own client (libRBR, tests/fetching.c and tests/streaming.c): what it sends, what it reads, and to which values.
#[test]
fn val_rbr_samples_are_those_of_the_makers_own_client() {
    use rbr_logger3::{Phrase, Reading, Reply, ReplyDecoder};
    assert_eq!(Phrase::fetch().encode(), b"fetch sleepafter = false\r\n");
    let subset = Phrase::fetch().with("channels", "temperature_00|temperature_01");
    assert_eq!(subset.encode(), b"fetch sleepafter = false, channels = temperature_00|temperature_01\r\n");
    let printed = b"2000-01-01 03:22:42.000, -129.993424e+000, 349.649536e-003, 500.022304e-003\r\n";
    let replies = all(ReplyDecoder::default(), printed);
    let [Reply::Sample(sample)] = &replies[..] else { panic!("{replies:?}") };
    assert_eq!(sample.time, "2000-01-01 03:22:42.000");
    let expected = [-129.993_424, 0.349_649_536, 0.500_022_304].map(Reading::Value);
    assert_eq!(sample.readings, expected);
    assert_eq!(replies[0].encode(), printed);
    let off = b"2000-01-01 20:09:36.000, -129.805680e+000, Error-14, Error-14, Error-14, 1.00000000e+000\r\n";
    let replies = all(ReplyDecoder::default(), off);
    let [Reply::Sample(sample)] = &replies[..] else { panic!("{replies:?}") };
    assert_eq!(sample.readings[1], Reading::Error(14));
    assert_eq!(replies[0].encode(), off);
    let streamed = all(ReplyDecoder::default(), b"2018-07-26 14:56:24.000, 10.1325\r\n");
    let [Reply::Sample(sample)] = &streamed[..] else { panic!("{streamed:?}") };
    assert_eq!(sample.readings, [Reading::Value(10.1325)]);
}

/// Same client (tests/other.c, communication.c, configuration.c, deployment.c) and RBR's page "Command Entry": answers, lists, errors, the
/// prompt.
#[test]
fn val_rbr_answers_and_errors_are_those_of_the_makers_own_client() {
    use rbr_logger3::{Phrase, Reply, ReplyDecoder, RequestDecoder, coefficient};
    let said = b"Ready: id model = RBRduo3, version = 1.092, serial = 923456, fwtype = 104\r\nReady: ";
    let replies = all(ReplyDecoder::default(), said);
    let [Reply::Prompt, Reply::Answer(entries), Reply::Prompt] = &replies[..] else { panic!("{replies:?}") };
    assert_eq!(entries[0].value("model"), Some("RBRduo3"));
    assert_eq!(entries[0].value("serial"), Some("923456"));
    assert_eq!(replies[1].encode(), &said[7..said.len() - 7]);
    for line in [
        "link type = serial",
        "serial baudrate = 19200, mode = rs232",
        "streamserial state = on",
        "enable status = logging, warning = none",
        "disable status = stopped",
        "outputformat labelslist = temperature_00|pressure_00|seapressure_00|depth_00|count_00",
        "channel 1 type = temp09, module = 1, status = on, settlingtime = 50, readtime = 260, equation = tmp, userunits = C, derived = off, label = temperature_00 || channel 2 type = pres24, module = 2, status = on, settlingtime = 50, readtime = 290, equation = corr_pres2, userunits = dbar, derived = off, label = pressure_00",
        "E0402 memory not empty, erase first",
        "E0102 invalid command 'fletch'",
    ] {
        let bytes = format!("{line}\r\n");
        let replies = all(ReplyDecoder::default(), bytes.as_bytes());
        assert_eq!(replies[0].encode(), bytes.as_bytes(), "{line}");
    }
    let error = Reply::Error { number: 108, message: "invalid argument to command: '123'".to_owned() };
    assert_eq!(all(ReplyDecoder::default(), b"E0108 invalid argument to command: '123'\r\n"), [error]);
    for (value, text) in
        [(3.5e-3, "3.5000000e-003"), (-2.500_000_2e-4, "-250.00002e-006"), (2.3e-8, "23.000000e-009")]
    {
        assert_eq!(coefficient(value), text);
    }
    // "Command Entry": CR LF and LF CR end one command, CR CR ends two, and an empty one brings the prompt.
    assert_eq!(all(RequestDecoder::default(), b"id\r\n\r"), [Phrase::new("id"), Phrase::default()]);
}

/// miniSERIES manual 0660880d, page 15: the widths of pressure and temperature as printed; page 12: the commands. Derived: the columns
/// put together into lines, tab between them, and a conductivity of the same form.
#[test]
fn val_valeport_columns_and_commands_are_those_of_its_manual() {
    use valeport_mini::{Measurement, PressureFormat, Rate, Reply, ReplyDecoder, Request};
    for (line, format, pressure, temperature) in [
        ("0123.4\t21.456\t00.000\r\n", PressureFormat::Tenths, 123.4, 21.456),
        ("012.34\t02.769\t33.412\r\n", PressureFormat::Hundredths, 12.34, 2.769),
        ("12.345\t-01.174\t05.001\r\n", PressureFormat::Thousandths, 12.345, -1.174),
    ] {
        let replies = all(ReplyDecoder::default(), line.as_bytes());
        let [Reply::Measurement(Measurement { pressure_dbar, temperature_celsius, .. })] = replies[..] else {
            panic!("{replies:?}")
        };
        close(pressure_dbar, pressure, 1e-12);
        close(temperature_celsius, temperature, 1e-12);
        assert_eq!(replies[0].encode(format), line.as_bytes());
    }
    assert_eq!(Request::Single.encode(), b"S\r");
    assert_eq!(Request::Run(Some(Rate::Hz4)).encode(), b"M4\r");
    assert_eq!(Request::SetBaud(115_200).encode(), b"#059;115200\r");
    assert_eq!(Request::parse("#059;38400;1"), Some(Request::SetBaud(38_400)));
    assert_eq!(Request::parse("M"), Some(Request::Run(None)));
    assert_eq!(all(ReplyDecoder::default(), b">"), [Reply::Prompt]);
}

/// Derived from public readers of Aanderaa's 4330F: lines of two firmwares as they quote them, units in parentheses and in brackets.
#[test]
fn val_aanderaa_measurements_are_those_of_published_transcripts() {
    use aanderaa::{Reply, ReplyDecoder};
    let old = b"MEASUREMENT\t4330F\t829\tO2Concentration(uM)\t263.870\tAirSaturation(%)\t99.293\tTemperature(Deg.C)\t23.349\tCalPhase(Deg)\t27.110\tTCPhase(Deg)\t30.200\tC1RPh(Deg)\t34.202\tC2RPh(Deg)\t4.002\tC1Amp(mV)\t595.3\tC2Amp(mV)\t697.2\tRawTemp(mV)\t185.3\t\r\n";
    let new = b"MEASUREMENT\t4330F\t832\tO2Concentration[uM]\t299.573\tAirSaturation[%]\t111.641\tTemperature[Deg.C]\t22.893\tCalPhase[Deg]\t26.866\tTCPhase[Deg]\t28.905\tC1RPh[Deg]\t36.820\tC2RPh[Deg]\t7.915\tC1Amp[mV]\t3048.6\tC2Amp[mV]\t1312.1\tRawTemp[mV]\t88.3\r\n";
    for (line, serial, first, last) in [(&old[..], "829", 263.870, 185.3), (new, "832", 299.573, 88.3)] {
        let replies = all(ReplyDecoder::default(), line);
        let [Reply::Measurement { speaker, parameters }] = &replies[..] else { panic!("{replies:?}") };
        assert_eq!((speaker.product.as_str(), speaker.serial.as_str()), ("4330F", serial));
        assert_eq!(
            (parameters.len(), parameters[1].name.as_str(), parameters[1].unit.as_str()),
            (10, "AirSaturation", "%")
        );
        assert_eq!((parameters[0].number(), parameters[9].number()), (Some(first), Some(last)));
    }
    assert_eq!(all(ReplyDecoder::default(), new)[0].encode(), new);
}

/// TD 269, pages 28, 33 and 88: acknowledgement and refusal, comments, the line's marks; commands as public drivers send them.
#[test]
fn val_aanderaa_commands_are_those_of_its_manual_and_drivers() {
    use aanderaa::{Reply, ReplyDecoder, Request};
    assert_eq!(Request::set("Passkey", 1).encode().to_ascii_lowercase(), b"set passkey(1)\r\n");
    for (line, request) in [
        ("Set Passkey(1000)", Request::set("passkey", 1000)),
        ("Set Enable Polled Mode(yes)", Request::set("enable polled mode", "yes")),
        ("set enable text(no)", Request::set("enable text", "no")),
        ("Set Interval(30)", Request::set("interval", 30)),
        ("// Set sampling interval to 30 seconds", Request::Nothing),
        ("do sample", Request::DoSample),
        ("Stop", Request::Stop),
        ("Save", Request::Save),
        ("Get All", Request::Get("all".to_owned())),
    ] {
        assert_eq!(Request::parse(line), Some(request), "{line}");
    }
    assert_eq!(
        all(ReplyDecoder::default(), b"%!#\r\n"),
        [Reply::LineSleeps, Reply::LineReady, Reply::Acknowledged]
    );
}
