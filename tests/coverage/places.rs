//! Where calibrations are judged: places of the ocean, between the set points.

use hadal_models::quantity::{Conductivity, PracticalSalinity, SeaPressure, Temperature};
use hadal_models::seawater;
use hadal_models::sensor::{LocalWater, TrueWater};

/// A part of the ocean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Region {
    /// At one atmosphere, over the surface's temperatures and salinities: the certificate's ambient range.
    Surface,
    /// 10 to 70 MPa, cold: the certificate's range under pressure.
    Deep,
    /// Beyond 70 MPa, 1 to 5 °C and SP 34 to 36: likewise.
    Trench,
    /// Warm water under some pressure, as of the upper ocean, the Mediterranean and the Red Sea: the shipped procedure
    /// has no point there, the certificate's range does not hold it, but floats pass through.
    WarmUnderPressure,
}

impl Region {
    pub(crate) const ALL: [Self; 4] = [Self::Surface, Self::Deep, Self::Trench, Self::WarmUnderPressure];

    /// As the page says it.
    pub(crate) const fn title(self) -> &'static str {
        match self {
            Self::Surface => "surface, 2 to 31 °C, SP 8 to 37",
            Self::Deep => "10 to 70 MPa, 1.5 to 4.5 °C",
            Self::Trench => "90 to 113 MPa, 1.5 to 4.5 °C",
            Self::WarmUnderPressure => "5 and 15 MPa, 12 and 20 °C",
        }
    }

    /// Whether the shipped procedure's certificate holds there.
    pub(crate) fn is_certified(self) -> bool {
        self != Self::WarmUnderPressure
    }
}

/// One place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(crate) region: Region,
    pub(crate) temperature: Temperature,
    pub(crate) salinity: PracticalSalinity,
    pub(crate) pressure: SeaPressure,
}

/// Sea pressure at the bottom of the deepest trench, MPa: 11,300 dbar.
pub(crate) const FULL_DEPTH_MPA: f64 = 113.0;

/// Every combination of these, in one region.
struct Grid {
    region: Region,
    temperatures_celsius: &'static [f64],
    salinities: &'static [f64],
    pressures_mpa_sea: &'static [f64],
}

const GRIDS: [Grid; 4] = [
    Grid {
        region: Region::Surface,
        temperatures_celsius: &[2.0, 11.0, 21.0, 31.0],
        salinities: &[8.0, 22.0, 35.0, 37.0],
        pressures_mpa_sea: &[0.0],
    },
    Grid {
        region: Region::Deep,
        temperatures_celsius: &[1.5, 4.5],
        salinities: &[34.5, 35.5],
        pressures_mpa_sea: &[10.0, 30.0, 50.0, 70.0],
    },
    Grid {
        region: Region::Trench,
        temperatures_celsius: &[1.5, 4.5],
        salinities: &[34.5, 35.5],
        pressures_mpa_sea: &[90.0, 105.0, FULL_DEPTH_MPA],
    },
    Grid {
        region: Region::WarmUnderPressure,
        temperatures_celsius: &[12.0, 20.0],
        salinities: &[35.0, 37.0],
        pressures_mpa_sea: &[5.0, 15.0],
    },
];

/// Every place, region by region.
pub(crate) fn places() -> Vec<Place> {
    let mut places = Vec::new();
    for grid in GRIDS {
        for celsius in grid.temperatures_celsius {
            for salinity in grid.salinities {
                places.extend(grid.pressures_mpa_sea.iter().map(|mpa| Place {
                    region: grid.region,
                    temperature: Temperature::from_celsius(*celsius),
                    salinity: PracticalSalinity::new(*salinity),
                    pressure: SeaPressure::from_mpa(*mpa),
                }));
            }
        }
    }
    places
}

impl Place {
    /// A world's water here.
    pub(crate) fn in_water(&self, water: &TrueWater) -> LocalWater {
        let conductivity = water.conductivity(self.salinity, self.temperature, self.pressure);
        self.with(conductivity)
    }

    /// Water here that obeys PSS-78.
    pub(crate) fn by_pss_78(&self) -> LocalWater {
        self.with(seawater::conductivity(self.salinity, self.temperature, self.pressure))
    }

    fn with(&self, conductivity: Conductivity) -> LocalWater {
        let (temperature, salinity) = (self.temperature, self.salinity);
        LocalWater { temperature, pressure: self.pressure.absolute(), salinity, conductivity }
    }
}
