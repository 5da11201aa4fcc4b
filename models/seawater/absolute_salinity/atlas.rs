//! The atlas itself: reading values out of the embedded file.

/// See README.md beside it.
static ATLAS: &[u8] = include_bytes!("atlas.bin");
/// Longitudes of the grid.
pub(super) const LONGITUDES: usize = 91;
/// Latitudes of the grid.
pub(super) const LATITUDES: usize = 45;
/// Distance of the grid's longitudes and of its latitudes, degrees.
pub(super) const SPACING: f64 = 4.0;
/// The southernmost latitude, degrees north.
pub(super) const SOUTH: f64 = -86.0;
/// Levels of sea pressure, dbar.
pub(super) const LEVELS: [f64; 45] = [
    0.0, 10.0, 20.0, 30.0, 40.0, 50.0, 76.0, 101.0, 126.0, 151.0, 176.0, 202.0, 252.0, 303.0, 353.0, 404.0,
    505.0, 606.0, 707.0, 808.0, 909.0, 1010.0, 1111.0, 1213.0, 1314.0, 1416.0, 1517.0, 1771.0, 2025.0,
    2279.0, 2534.0, 2789.0, 3045.0, 3300.0, 3556.0, 3812.0, 4069.0, 4325.0, 4583.0, 4840.0, 5098.0, 5355.0,
    5614.0, 5872.0, 6131.0,
];
/// Bytes of one column's entry in the index.
const ENTRY: usize = 6;

/// One column of water of the atlas.
#[derive(Clone, Copy)]
pub(super) struct Column {
    first: usize,
    count: usize,
    /// Levels above the sea floor; 0 on land.
    pub(super) levels: usize,
}

impl Column {
    /// The column at the given places on the grid. Outside the grid there is land.
    pub(super) fn at(longitude: usize, latitude: usize) -> Self {
        let entry = ATLAS.get((longitude * LATITUDES + latitude) * ENTRY..).and_then(<[u8]>::first_chunk);
        let Some([a, b, c, d, count, levels]) = entry.copied() else {
            return Self { first: 0, count: 0, levels: 0 };
        };
        let first = u32::from_le_bytes([a, b, c, d]) as usize;
        Self { first, count: usize::from(count), levels: usize::from(levels) }
    }

    /// The ratio at a level; NaN where the atlas has none.
    pub(super) fn ratio(self, level: usize) -> f64 {
        if level >= self.count {
            return f64::NAN;
        }
        let start = LONGITUDES * LATITUDES * ENTRY + (self.first + level) * 8;
        let bytes = ATLAS.get(start..).and_then(<[u8]>::first_chunk);
        bytes.map_or(f64::NAN, |bytes| f64::from_le_bytes(*bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::{ATLAS, Column, ENTRY, LATITUDES, LEVELS, LONGITUDES};

    #[test]
    fn every_byte_of_the_atlas_is_a_value_of_some_column() {
        let mut values = 0;
        for longitude in 0..LONGITUDES {
            for latitude in 0..LATITUDES {
                let column = Column::at(longitude, latitude);
                assert!(
                    column.first == values && column.count <= LEVELS.len() && column.levels <= LEVELS.len()
                );
                assert!((0..column.count).all(|level| {
                    let ratio = column.ratio(level);
                    ratio.is_nan() || (0.0..0.0024).contains(&ratio)
                }));
                values += column.count;
            }
        }
        assert_eq!(ATLAS.len(), LONGITUDES * LATITUDES * ENTRY + values * 8);
    }
}
