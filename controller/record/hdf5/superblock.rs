//! The checksum of a file's superblock.
//!
//! `H5Fget_file_image` clears the mark "open for writing" in the image, as closing the file would, but leaves the
//! checksum over it as it was (seen in HDF5 1.10.8), so that no library opens the image. The checksum is Bob Jenkins'
//! lookup3 (2006), as the HDF5 File Format Specification 3.0 prescribes for metadata.

/// Length of a superblock of version 2 or 3 with 8-byte addresses, before its checksum.
const COVERED: usize = 44;

/// Makes the superblock's checksum agree with the superblock.
pub(super) fn renew_checksum(image: &mut [u8]) -> Result<(), ::hdf5::Error> {
    let (covered, rest) = image.split_at_mut_checked(COVERED).ok_or("the image is too short")?;
    let known = matches!(covered[8..11], [2 | 3, 8, 8]);
    let checksum =
        rest.first_chunk_mut::<4>().filter(|_| known).ok_or("the superblock is of another kind")?;
    *checksum = lookup3(covered).to_le_bytes();
    Ok(())
}

/// lookup3's `hashlittle` with initial value 0, for at least one byte.
#[expect(clippy::cast_possible_truncation, reason = "the algorithm counts the length modulo 2^32")]
fn lookup3(bytes: &[u8]) -> u32 {
    let mut state = [0xdead_beef_u32.wrapping_add(bytes.len() as u32); 3];
    let last = bytes.len().saturating_sub(1) / 12 * 12;
    for block in bytes[..last].chunks_exact(12) {
        add(&mut state, block);
        mix(&mut state);
    }
    add(&mut state, &bytes[last..]);
    finish(&mut state);
    state[2]
}

/// Adds up to 12 bytes as three little-endian words; missing bytes count as zero.
fn add(state: &mut [u32; 3], bytes: &[u8]) {
    for (place, byte) in bytes.iter().enumerate() {
        let word = &mut state[place / 4];
        *word = word.wrapping_add(u32::from(*byte) << (place % 4 * 8));
    }
}

fn mix([a, b, c]: &mut [u32; 3]) {
    let turn = |one: &mut u32, two: &mut u32, three: &mut u32, bits: u32| {
        *one = one.wrapping_sub(*three) ^ three.rotate_left(bits);
        *three = three.wrapping_add(*two);
    };
    turn(a, b, c, 4);
    turn(b, c, a, 6);
    turn(c, a, b, 8);
    turn(a, b, c, 16);
    turn(b, c, a, 19);
    turn(c, a, b, 4);
}

fn finish([a, b, c]: &mut [u32; 3]) {
    let turn = |one: &mut u32, two: &u32, bits: u32| {
        *one = (*one ^ *two).wrapping_sub(two.rotate_left(bits));
    };
    turn(c, b, 14);
    turn(a, c, 11);
    turn(b, a, 25);
    turn(c, b, 16);
    turn(a, c, 4);
    turn(b, a, 14);
    turn(c, b, 24);
}

#[cfg(test)]
mod tests {
    use super::lookup3;

    /// From the self-test `driver5` in lookup3.c (Jenkins, May 2006, public domain).
    #[test]
    fn val_lookup3_of_four_score_and_seven_years_ago() {
        assert_eq!(lookup3(b"Four score and seven years ago"), 0x1777_0551);
    }
}
