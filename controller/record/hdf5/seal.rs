//! One digest over every byte of a file, kept in the file: values, units, titles, all of it.
//!
//! `file_blake3` is BLAKE3 of the file with the attribute's own 64 digits replaced by `0`. It is a text of variable
//! length, which HDF5 keeps in its global heap, the one place whose bytes no checksum of the format covers, so that
//! the digest can be put in after the rest is final.

use super::LayoutError;
use super::run_read::text;
use ::hdf5::File;
use std::path::Path;

/// The attribute of the root group that holds the digest.
pub(super) const ATTRIBUTE: &str = "file_blake3";
/// What is hashed in the digest's place.
const ZEROS: [u8; 64] = [b'0'; 64];

/// What stands in the digest's place until [`seal`]: 64 digits that no text of a run holds by chance.
pub(super) fn placeholder() -> String {
    blake3::hash(b"hadal: the place of file_blake3").to_hex().to_string()
}

/// Puts the digest into a finished image.
pub(super) fn seal(image: &mut [u8]) -> Result<(), ::hdf5::Error> {
    let place = only_place(image, placeholder().as_bytes()).ok_or("the place of file_blake3 is not clear")?;
    image[place..place + ZEROS.len()].copy_from_slice(&ZEROS);
    let digest = blake3::hash(image).to_hex();
    image[place..place + ZEROS.len()].copy_from_slice(digest.as_bytes());
    Ok(())
}

/// Opens a file of this layout after every byte of it was checked against its digest.
pub(super) fn open(path: &Path, layout: &'static str) -> Result<File, LayoutError> {
    let mut bytes = std::fs::read(path).map_err(|error| LayoutError::reading(path, error))?;
    let file = File::open(path).map_err(|error| LayoutError::hdf5(path, error))?;
    let found = text(&file, "layout").unwrap_or_else(|_| "not stated".into());
    if found != layout {
        return Err(LayoutError::layout(path, found, layout));
    }
    let stated = text(&file, ATTRIBUTE)
        .map_err(|_| LayoutError::damaged(path, format!("it has no attribute `{ATTRIBUTE}`")))?;
    if is_intact(&mut bytes, &stated) {
        return Ok(file);
    }
    Err(LayoutError::damaged(path, format!("its bytes do not give the digest in `{ATTRIBUTE}`")))
}

/// Whether the bytes, with zeros in the digest's place, give the digest.
fn is_intact(bytes: &mut [u8], stated: &str) -> bool {
    let place = only_place(bytes, stated.as_bytes()).filter(|_| stated.len() == ZEROS.len());
    place.is_some_and(|place| {
        bytes[place..place + ZEROS.len()].copy_from_slice(&ZEROS);
        blake3::hash(bytes).to_hex().as_str() == stated
    })
}

/// Where `needle` is, if it is there exactly once.
fn only_place(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    let mut places = bytes
        .windows(needle.len().max(1))
        .enumerate()
        .filter(|(_, window)| *window == needle)
        .map(|(at, _)| at);
    places.next().filter(|_| places.next().is_none())
}
