//! Raw values worked out by hand, bad lines, pieces, and bytes at random; files of others in `makers_files`.

mod by_hand;
mod layouts;
mod makers_files;

use super::*;
use crate::format::sea_bird::tests::invented::{SBE_19_HEX, SBE_37_HEX, SBE_911_HEX};
use crate::mutation::{LONG, SHORT, fuzz};
use proptest::prelude::*;

/// Every column of the 911plus file.
pub(super) fn full_911() -> ScanFormat {
    let appended = Appended { surface_par: true, position: true, system_time: true, ..Appended::default() };
    ScanFormat::Sbe911Plus { frequencies_suppressed: 0, voltage_words_suppressed: 0, appended }
}

fn layout() -> Layout {
    full_911().layout().unwrap()
}

/// The heading, some scans with lines changed, and a last one without a line end.
fn file(change: impl Fn(usize, &str) -> String) -> Vec<u8> {
    let (header, scans) = SBE_911_HEX.split_once("*END*").unwrap();
    let lines = scans.trim().lines().cycle().take(400).enumerate();
    let changed: Vec<String> = lines.map(|(place, line)| change(place, line)).collect();
    format!("{header}*END*\r\n{}", changed.join("\r\n")).into_bytes()
}

fn read(bytes: &[u8], treatment: BadScans) -> Result<Scans, HexError> {
    decode(&split(bytes).unwrap(), layout(), treatment)
}

#[test]
fn a_bad_scan_is_refused_with_its_line() {
    let first = split(SBE_911_HEX.as_bytes()).unwrap().header.first_scan_line();
    let cases = [
        ("", 88, "12 characters where a scan has 88 digits: `0FA000177080`"),
        ("x", 12, "column 13: `x` is no hexadecimal digit"),
        ("\u{e9}", 86, "column 87: `\\xc3` is no hexadecimal digit"),
    ];
    for (insert, place, expected) in cases {
        let broken = file(|number, line| match (number, insert) {
            (250, "") => "0FA000177080".to_owned(),
            (250, _) => format!("{}{insert}{}", &line[..place], &line[place + insert.len()..]),
            _ => line.to_owned(),
        });
        let message = read(&broken, BadScans::Refuse).unwrap_err().to_string();
        assert!(message.starts_with(&format!("line {}", first + 250)), "{message}");
        assert!(message.contains(expected), "{message}");
    }
}

#[test]
fn bad_scans_are_left_out_or_blank_and_counted() {
    let broken = file(|number, line| if number % 100 == 7 { format!("{line}0") } else { line.to_owned() });
    let good = read(&file(|_, line| line.to_owned()), BadScans::Refuse).unwrap();
    let left_out = read(&broken, BadScans::LeaveOut).unwrap();
    let blank = read(&broken, BadScans::Blank).unwrap();
    assert_eq!((good.len(), left_out.len(), blank.len()), (400, 396, 400));
    assert_eq!((left_out.bad, blank.bad, left_out.examples.len()), (4, 4, 4));
    let (good, blank) = (good.column(Measurand::Modulo).unwrap(), blank.column(Measurand::Modulo).unwrap());
    for (number, (good, blank)) in good.iter().zip(blank).enumerate() {
        assert!(if number % 100 == 7 { blank.is_nan() } else { good.to_bits() == blank.to_bits() });
    }
    let many = file(|_, _| "?".to_owned());
    let many = read(&many, BadScans::LeaveOut).unwrap();
    assert_eq!((many.bad, many.examples.len(), many.is_empty()), (400, 20, true));
}

#[test]
fn a_file_without_end_and_a_line_without_end_are_refused() {
    assert_eq!(split(b"* no end\n1234\n"), Err(HexError::NoEnd));
    assert_eq!(split(b""), Err(HexError::NoEnd));
    let mut endless = b"*END*\n".to_vec();
    endless.extend([b'0'; 10_000]);
    assert!(matches!(read(&endless, BadScans::LeaveOut), Err(HexError::LongLine { line: 2, .. })));
    assert!(read(b"*END*", BadScans::Refuse).unwrap().is_empty());
}

proptest! {
    #[test]
    fn pieces_of_any_size_give_the_same_scans(sizes in proptest::collection::vec(1_usize..300, 1..40)) {
        let bytes = file(|number, line| if number == 30 { String::new() } else { line.to_owned() });
        let raw = split(&bytes).unwrap();
        let whole = decode(&raw, layout(), BadScans::Refuse).unwrap();
        let mut decoder = Decoder::new(layout(), 1, BadScans::Refuse);
        let mut parts = vec![Vec::new(); whole.values.len()];
        let mut rest = raw.scans;
        for size in sizes.iter().cycle() {
            let (piece, after) = rest.split_at((*size).min(rest.len()));
            decoder.feed(piece).unwrap();
            for (part, values) in parts.iter_mut().zip(decoder.take().values) {
                part.extend(values);
            }
            rest = after;
            if rest.is_empty() {
                break;
            }
        }
        for (part, values) in parts.iter_mut().zip(decoder.finish().unwrap().values) {
            part.extend(values);
        }
        prop_assert_eq!(parts, whole.values);
    }

    #[test]
    fn any_bytes_end_in_scans_or_an_error(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        any_bytes(&bytes);
        any_bytes(&[b"* Sea-Bird SBE 37\n<PressureInstalled>yes<\n*END*\n".as_slice(), &bytes].concat());
    }
}

fn any_bytes(bytes: &[u8]) {
    let Ok(raw) = split(bytes) else { return };
    let layout = Layout::find(&raw.header, None).unwrap_or_else(|_| layout());
    for treatment in [BadScans::Refuse, BadScans::LeaveOut, BadScans::Blank] {
        let _ = decode(&raw, layout.clone(), treatment);
    }
}

/// The files above, and smaller ones.
fn corpus() -> Vec<&'static [u8]> {
    [
        &[SBE_911_HEX.as_bytes(), SBE_19_HEX.as_bytes(), SBE_37_HEX.as_bytes()],
        crate::mutation::corpus::HEX.as_slice(),
    ]
    .concat()
}

#[test]
fn mutated_files_never_panic() {
    fuzz(&corpus(), SHORT, "hex", any_bytes);
}

#[test]
#[ignore = "ten million executions"]
fn fuzz_hex() {
    fuzz(&corpus(), LONG, "hex", any_bytes);
}
