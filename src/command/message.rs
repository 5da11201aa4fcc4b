//! One message out of an error and its causes, however long what it quotes.
//!
//! Errors quote what they refuse, and what they refuse may be of any size: here, and nowhere else, it is cut.

use std::borrow::Cow;

/// Characters of the longest quote between backticks that is printed whole.
const QUOTE: usize = 120;
/// Of the longest word: no path of a sensible file is longer.
const WORD: usize = 256;
/// Of the longest number: no double needs more digits.
const NUMBER: usize = 24;
/// Of the longest line.
const LINE: usize = 4000;
/// What is left of a quote or word that is cut.
const LEFT: usize = 60;

/// One message out of an error and its causes; a cause that its consequence already quotes is not said twice.
pub fn describe(error: &anyhow::Error) -> String {
    let whole = error.chain().map(ToString::to_string).fold(String::new(), |said, cause| {
        if said.is_empty() {
            cause
        } else if said.contains(&cause) {
            said
        } else {
            format!("{said}: {cause}")
        }
    });
    whole.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

/// A line with its long quotes, words and numbers cut short.
fn line(text: &str) -> String {
    let mut short = String::new();
    let parts: Vec<&str> = text.split('`').collect();
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            short.push('`');
        }
        // A quote begins at every other backtick, and ends at the next.
        if index % 2 == 1 && index + 1 < parts.len() {
            short.push_str(&cut(part, QUOTE, LEFT));
        } else {
            part.split_inclusive(char::is_whitespace).for_each(|piece| short.push_str(&word(piece)));
        }
    }
    cut(&short, LINE, LINE).into_owned()
}

/// A word with the white space that ends it.
fn word(piece: &str) -> Cow<'_, str> {
    let is_of_number = |c: char| c.is_ascii_digit() || c == '.' || c == '-';
    let number = piece.trim_matches(|c: char| !is_of_number(c)).trim_end_matches('.');
    if number.len() > NUMBER
        && number.chars().all(is_of_number)
        && let Ok(value) = number.parse::<f64>()
    {
        return Cow::Owned(piece.replacen(number, &format!("{value:e}"), 1));
    }
    cut(piece, WORD, LEFT)
}

/// The text, or its beginning where it has more than `most` characters.
fn cut(text: &str, most: usize, left: usize) -> Cow<'_, str> {
    if text.chars().nth(most).is_none() {
        return Cow::Borrowed(text);
    }
    let end = text.chars().next_back().filter(|last| last.is_whitespace());
    Cow::Owned(text.chars().take(left).chain(['\u{2026}']).chain(end).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(message: impl Into<String>) -> String {
        describe(&anyhow::anyhow!(message.into()))
    }

    #[test]
    fn a_cause_that_is_quoted_already_is_not_said_twice() {
        let cause = anyhow::anyhow!("line 3: `x` is no number");
        let error = cause.context("m.csv: line 3: `x` is no number").context("cannot fit");
        assert_eq!(describe(&error), "cannot fit: m.csv: line 3: `x` is no number");
    }

    #[test]
    fn what_is_of_sensible_length_is_said_as_it_is() {
        let path = format!("/{}a.toml", "folder/".repeat(30));
        let noughts = "0".repeat(100);
        let text = format!("{path}: line 67108864:\n  | a = 0.00001\n  `1{noughts}` is -0.30000000000000004");
        assert_eq!(said(text.clone()), text);
        assert_eq!(said("an odd ` and 12345678901234567890"), "an odd ` and 12345678901234567890");
    }

    #[test]
    fn long_quotes_and_words_are_cut_and_what_is_accepted_stands() {
        let formula = "(".repeat(10_000);
        let kept = "(".repeat(LEFT);
        assert_eq!(
            said(format!("a.toml: line 6: outputs.y: `{formula}`: too deep; accepted: 64")),
            format!("a.toml: line 6: outputs.y: `{kept}\u{2026}`: too deep; accepted: 64")
        );
        let name = "\u{e9}".repeat(10_000);
        let expected = format!("two sensors {}\u{2026} and b", "\u{e9}".repeat(LEFT));
        assert_eq!(said(format!("two sensors {name} and b")), expected);
        let many = said("a b ".repeat(10_000));
        assert_eq!(many.trim_end().chars().count(), LINE + 1, "the ellipsis");
    }

    #[test]
    fn numbers_of_many_noughts_are_said_by_their_power_of_ten() {
        let text = format!("target salinity = {}: accepted: more than {}, (-{})", 1e-300, 1.25e30, 2e-40);
        assert_eq!(said(text), "target salinity = 1e-300: accepted: more than 1.25e30, (-2e-40)");
    }
}
