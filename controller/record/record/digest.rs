//! One hash over a whole record, so that two forms of it can be compared.

use super::{ChannelSet, Record, Traffic};
use blake3::Hasher;
use serde::Serialize;

/// BLAKE3 over every column, each with its length, and over the rest in MessagePack.
pub(super) fn digest(record: &Record) -> [u8; 32] {
    let mut hasher = Hasher::new();
    plain(&mut hasher, &(&record.opened, &record.head, record.frames, record.ended, &record.outcome));
    plain(&mut hasher, &(&record.events, &record.points, &record.bottles));
    for stamp in record.point_stamps.iter().chain(&record.bottle_stamps) {
        plain(&mut hasher, &(stamp.sequence, stamp.time));
    }
    // A record without checks has the digest that it had before there were any.
    if !record.checks.is_empty() {
        plain(&mut hasher, &record.checks);
        for stamp in &record.check_stamps {
            plain(&mut hasher, &(stamp.sequence, stamp.time));
        }
    }
    record.sets.iter().for_each(|set| channel_set(&mut hasher, set));
    traffic(&mut hasher, &record.traffic);
    *hasher.finalize().as_bytes()
}

fn channel_set(hasher: &mut Hasher, set: &ChannelSet) {
    plain(hasher, &set.name);
    column(hasher, &set.at_ns, |value| value.to_le_bytes());
    column(hasher, &set.sequence, |value| value.to_le_bytes());
    column(hasher, &set.from_sequence, |value| value.to_le_bytes());
    for series in &set.series {
        plain(hasher, &series.channel);
        column(hasher, &series.values, |value| value.to_le_bytes());
        column(hasher, &series.status, |value| [value]);
    }
}

fn traffic(hasher: &mut Hasher, traffic: &Traffic) {
    let Traffic { sequence, monotonic_ns, utc_ns, link, direction, byte_count, data } = traffic;
    column(hasher, sequence, |value| value.to_le_bytes());
    column(hasher, monotonic_ns, |value| value.to_le_bytes());
    column(hasher, utc_ns, |value| value.to_le_bytes());
    column(hasher, link, |value| value.to_le_bytes());
    column(hasher, direction, |value| [value]);
    column(hasher, byte_count, |value| value.to_le_bytes());
    column(hasher, data, |value| [value]);
}

/// Values are gathered first: BLAKE3 is far faster on one long slice than on many short ones.
fn column<T: Copy, const N: usize>(hasher: &mut Hasher, values: &[T], bytes: impl Fn(T) -> [u8; N]) {
    hasher.update(&(values.len() as u64).to_le_bytes());
    let all: Vec<u8> = values.iter().flat_map(|value| bytes(*value)).collect();
    hasher.update(&all);
}

fn plain(hasher: &mut Hasher, value: &impl Serialize) {
    // Writing plain structs into memory cannot fail; were it to, the digest would differ and say so.
    let bytes = rmp_serde::to_vec_named(value).unwrap_or_default();
    hasher.update(&(bytes.len() as u64).to_le_bytes());
    hasher.update(&bytes);
}
