//! Constants of nature and of convention, each with its unit, source and year.

/// One standard atmosphere in megapascals (exact; CGPM 1954). Sea pressure is absolute pressure less this.
pub const STANDARD_ATMOSPHERE_MPA: f64 = 0.101_325;

/// 0 °C in kelvin (exact; ITS-90, 1990).
pub const ZERO_CELSIUS_KELVIN: f64 = 273.15;

/// Temperature of the triple point of water in degrees Celsius (exact on ITS-90, 1990).
pub const TRIPLE_POINT_WATER_CELSIUS: f64 = 0.01;

/// Reference-composition absolute salinity per unit practical salinity, g/kg (Millero et al. 2008, exact).
pub const REFERENCE_SALINITY_PER_PRACTICAL: f64 = 35.165_04 / 35.0;

/// Ratio of IPTS-68 to ITS-90 Celsius temperature in oceanographic use (Saunders 1990; TEOS-10 manual, 2010).
pub const IPTS68_PER_ITS90: f64 = 1.000_24;

/// Kilopascals in one pound-force per square inch (NIST SP 811, 2008).
pub const KILOPASCAL_PER_PSI: f64 = 6.894_757_293_168;

/// The atmosphere that Sea-Bird subtracts from its absolute pressure, psi (SBE 37-SM manual).
pub const SEA_BIRD_ATMOSPHERE_PSI: f64 = 14.7;

/// Decibars in one psi as Sea-Bird converts (SBE 39plus manual).
pub const SEA_BIRD_DECIBAR_PER_PSI: f64 = 0.689_476;

/// Standard acceleration of free fall, m/s² (exact; CGPM 1901).
pub const STANDARD_GRAVITY: f64 = 9.806_65;

/// c_p⁰, the heat capacity that defines Conservative Temperature, J/(kg K) (exact; TEOS-10 manual 2010, eq. 3.3.3).
pub const CONSERVATIVE_HEAT_CAPACITY: f64 = 3_991.867_957_119_63;

/// Absolute Salinity of the standard ocean, g/kg (exact; TEOS-10 manual 2010, section 2.4: that of SP 35).
pub const STANDARD_OCEAN_SALINITY_G_PER_KG: f64 = 35.165_04;
