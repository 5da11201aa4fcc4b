//! The columns of a scan and where each stands.

use super::encoding::Encoding;
use super::{Appended, Measurand};

/// One column of raw values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Column {
    /// What it is.
    pub measurand: Measurand,
    /// The channel of the configuration it belongs to, counted through all its arrays from 0.
    pub channel: Option<usize>,
    pub(super) first: usize,
    pub(super) encoding: Encoding,
}

/// What the digits of a scan mean.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Layout {
    pub(super) columns: Vec<Column>,
    pub(super) digits: usize,
}

impl Layout {
    /// The columns, in the order of the scan.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Hexadecimal digits of one scan.
    pub fn digits(&self) -> usize {
        self.digits
    }

    pub(super) fn skip(&mut self, digits: usize) {
        self.digits += digits;
    }

    fn column(&mut self, measurand: Measurand, channel: Option<usize>, encoding: Encoding, digits: usize) {
        self.columns.push(Column { measurand, channel, first: self.digits, encoding });
        self.digits += digits;
    }

    pub(super) fn counts(&mut self, measurand: Measurand, channel: Option<usize>, digits: u32) {
        self.column(measurand, channel, Encoding::Counts(digits), digits as usize);
    }

    pub(super) fn divided(
        &mut self,
        measurand: Measurand,
        channel: Option<usize>,
        digits: u32,
        divisor: f64,
    ) {
        self.column(measurand, channel, Encoding::Divided(digits, divisor), digits as usize);
    }

    pub(super) fn lifted(&mut self, measurand: Measurand, digits: u32, divisor: f64, less: f64) {
        self.column(measurand, None, Encoding::Lifted(digits, divisor, less), digits as usize);
    }

    pub(super) fn falling_volts(&mut self, measurand: Measurand, channel: Option<usize>) {
        self.column(measurand, channel, Encoding::FallingVolts, 3);
    }

    pub(super) fn rising_volts(&mut self, measurand: Measurand, channel: Option<usize>) {
        self.column(measurand, channel, Encoding::RisingVolts, 4);
    }

    pub(super) fn signed_counts(&mut self, measurand: Measurand, channel: Option<usize>) {
        self.column(measurand, channel, Encoding::SignedCounts, 4);
    }

    pub(super) fn float(&mut self, measurand: Measurand, channel: Option<usize>) {
        self.column(measurand, channel, Encoding::Float, 8);
    }

    pub(super) fn bits(&mut self, measurands: [Measurand; 4]) {
        for (bit, measurand) in (0..).zip(measurands) {
            self.column(measurand, None, Encoding::Bit(bit), 0);
        }
        self.digits += 1;
    }

    fn low_byte_first(&mut self, measurand: Measurand) {
        self.column(measurand, None, Encoding::LowByteFirst, 8);
    }

    /// Surface irradiance and what the ship's receiver says. Sources: SBE 33 manual 017 page 47 (order, position, depth
    /// in tenths of a metre); seabirdscientific for the time.
    pub(super) fn ship(&mut self, appended: Appended, surface_par: Option<usize>) {
        if appended.surface_par {
            self.skip(3);
            self.divided(Measurand::SurfacePar, surface_par, 3, 819.0);
        }
        if appended.position {
            self.column(Measurand::Latitude, None, Encoding::Coordinate { further: 12, bit: 3 }, 6);
            self.column(Measurand::Longitude, None, Encoding::Coordinate { further: 6, bit: 2 }, 6);
            self.skip(1);
            self.column(Measurand::NewPosition, None, Encoding::Bit(0), 1);
        }
        if appended.depth {
            self.divided(Measurand::NmeaDepth, None, 6, 10.0);
        }
        if appended.time {
            self.low_byte_first(Measurand::NmeaTime);
        }
    }

    /// Time of the acquiring computer, last in every scan that has it.
    pub(super) fn computer(&mut self, appended: Appended) {
        if appended.system_time {
            self.low_byte_first(Measurand::SystemTime);
        }
    }
}
