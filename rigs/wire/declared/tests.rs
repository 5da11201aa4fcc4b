//! Tests of dialects: what is read and written, and that nothing in a file or on a line panics.

use super::*;
use crate::framing::{Decode as _, DropReason};
use proptest::prelude::*;

fn field(quantity: Quantity, unit: &str, decimals: u8) -> Field {
    Field {
        quantity,
        unit: unit.to_owned(),
        datum: None,
        input: None,
        simulated: None,
        decimals,
        width: 0,
        notation: Notation::Decimal,
        sign: Sign::Minus,
    }
}

fn dialect(reply: &[&str], fields: &[(&str, Field)]) -> Dialect {
    let field = fields.iter().map(|(name, field)| ((*name).to_owned(), field.clone())).collect();
    let reply = reply.iter().map(|&shape| shape.to_owned()).collect();
    Dialect {
        role: Use::Recorded,
        query_end: "\r".to_owned(),
        reply_end: "\r\n".to_owned(),
        error_replies: vec!["ERR".to_owned()],
        query: vec![Query { send: "READ".to_owned(), reply, reply_after_s: 0.0, field }],
    }
}

fn pressure(unit: &str, datum: Option<Datum>) -> Field {
    Field { datum, ..field(Quantity::AirPressure, unit, 1) }
}

#[test]
fn a_reply_fits_one_of_its_shapes_whole_or_is_malformed() {
    let dialect = dialect(&["R,{p} hPa", "NR,{p} hPa"], &[("p", pressure("hPa", None))]);
    let answer = |line: &str| dialect.answer(&dialect.query[0], line);
    let value = |line: &str| match answer(line) {
        Answer::Values(values) => values["p"],
        other => panic!("{line}: {other:?}"),
    };
    assert!((value("R,1013.2 hPa") - 0.10132).abs() < 1e-12);
    assert!((value("NR,   +1.0132E+03 hPa") - 0.10132).abs() < 1e-12);
    assert_eq!(answer("ERR 5"), Answer::Refused);
    for line in [
        "",
        "R,1013.2",
        "R,1013.2 hPa ",
        "r,1013.2 hPa",
        "R, hPa",
        "R,1013.2.1 hPa",
        "R,inf hPa",
        "R,1e999 hPa",
    ] {
        assert_eq!(answer(line), Answer::Malformed, "{line}");
    }
}

#[test]
fn units_are_converted_and_gauge_pressures_stand_on_one_standard_atmosphere() {
    for (unit, datum, number, mpa) in [
        ("psi", None, 14.695_948_775_5, 0.101_325),
        ("bar", Some(Datum::Gauge), 0.0, 0.101_325),
        ("kPa", Some(Datum::Absolute), 101.325, 0.101_325),
        ("mbar", None, 1000.0, 0.1),
    ] {
        assert!((pressure(unit, datum).recorded(number).unwrap() - mpa).abs() < 1e-11, "{unit}");
    }
    let temperature =
        |unit: &str, number| field(Quantity::HallTemperature, unit, 1).recorded(number).unwrap();
    assert!((temperature("kelvin", 293.15) - 20.0).abs() < 1e-12);
    assert!((temperature("fahrenheit", 68.0) - 20.0).abs() < 1e-12);
    assert_eq!(field(Quantity::HallTemperature, "psi", 1).recorded(1.0), None);
    assert_eq!(field(Quantity::Other, "percent", 1).recorded_unit(), "percent");
}

#[test]
fn numbers_are_written_with_their_width_sign_and_exponent() {
    let written = |change: fn(&mut Field), recorded: f64| {
        let mut field = field(Quantity::Resistance, "ohm", 3);
        change(&mut field);
        dialect(&["<{r}>"], &[("r", field)]).query[0].written(|_| recorded)
    };
    assert_eq!(written(|_| (), 25.4873), "<25.487>");
    assert_eq!(written(|field| field.width = 9, -1.0), "<   -1.000>");
    assert_eq!(written(|field| field.sign = Sign::Always, 1.0), "<+1.000>");
    assert_eq!(written(|field| field.notation = Notation::Exponent, 25.4873), "<2.549E+01>");
    assert_eq!(written(|field| field.notation = Notation::Exponent, 1e-123), "<1.000E-123>");
    assert_eq!(written(|field| field.unit = "mohm".to_owned(), 0.5), "<500.000>");
}

#[test]
fn a_text_that_is_no_shape_is_refused() {
    for (text, error) in [
        ("", ShapeError::Text),
        ("ok", ShapeError::Text),
        ("{a}\u{b0}C", ShapeError::Text),
        ("{a", ShapeError::Brace),
        ("a}", ShapeError::Brace),
        ("{a b}", ShapeError::Name),
        ("{}", ShapeError::Name),
        ("{a},{a}", ShapeError::Name),
        ("{a}{b}", ShapeError::Boundary),
        ("{a}E", ShapeError::Boundary),
    ] {
        assert_eq!(Shape::parse(text), Err(error), "{text}");
    }
    assert!(Shape::parse("{{{a}}}").unwrap().read("{5}").is_some());
}

#[test]
fn a_line_ends_where_its_end_stands_and_nowhere_else() {
    let mut lines = dialect(&["{p}"], &[]).replies();
    let taken: Vec<_> = lines.feed(b"1\r2\r\n\r\n3\n4\r\n5").into_iter().collect();
    assert_eq!(taken[0].as_ref().unwrap_err().reason, DropReason::NotText, "a bare CR is no end");
    assert_eq!(taken[1].as_ref().unwrap_err().reason, DropReason::NotText, "nor a bare LF");
    assert_eq!(taken.len(), 2, "empty lines vanish");
    assert_eq!(lines.reset().unwrap().bytes, b"5");
}

proptest! {
    #[test]
    fn no_shape_panics_with_any_line(text in "[ -~]{0,40}|(\\{[a-c]\\}|[ ,=E]){0,8}", line in ".{0,60}") {
        if let Ok(shape) = Shape::parse(&text) {
            shape.read(&line);
            // What it writes it reads again.
            let written = shape.write(|_| "1.5".to_owned());
            prop_assert_eq!(shape.read(&written).map(|numbers| numbers.len()), Some(shape.names().count()));
        }
    }

    #[test]
    fn lines_do_not_depend_on_how_they_arrive(
        end in prop::sample::select(vec!["", "\r", "\r\n", "\n\r\n", "; "]),
        noise in prop::collection::vec(prop::sample::select(b"\r\n; ab\xff".to_vec()), 0..3000),
        filler in 0usize..2200,
    ) {
        let bytes = [noise.clone(), vec![b'x'; filler], b"\r\n; ".to_vec(), noise].concat();
        let mut whole = EndedLines::new(end);
        let mut pieces = EndedLines::new(end);
        let taken: Vec<_> = bytes.iter().flat_map(|byte| pieces.feed(&[*byte])).collect();
        prop_assert_eq!(whole.feed(&bytes), taken);
        prop_assert!(whole.reset().is_none_or(|dropped| dropped.bytes.len() < LONGEST + 4));
    }

    #[test]
    fn no_field_panics(number in any::<f64>(), decimals in any::<u8>(), width in any::<u8>(), unit in ".{0,5}") {
        for quantity in [Quantity::Resistance, Quantity::AirPressure, Quantity::HallTemperature, Quantity::Other] {
            for notation in [Notation::Decimal, Notation::Exponent] {
                let field = Field { width, notation, sign: Sign::Always, ..field(quantity, &unit, decimals) };
                let dialect = dialect(&["{x}"], &[("x", field)]);
                let line = dialect.query[0].written(|_| number);
                dialect.answer(&dialect.query[0], &line);
            }
        }
    }
}
