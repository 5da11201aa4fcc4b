//! In which unit residuals and uncertainties are best read.

/// A factor and the unit that it leads to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Scale {
    /// Multiplies a value in the quantity's unit.
    pub(super) factor: f64,
    /// The unit after that.
    pub(super) unit: &'static str,
    /// Digits after the point of a value in the quantity's own unit.
    pub(super) value_decimals: usize,
    /// Digits after the point of a residual in the small unit.
    pub(super) residual_decimals: usize,
}

/// The scale of a quantity, by its UDUNITS name.
pub(super) fn of(unit: &str) -> Scale {
    match unit {
        "degree_Celsius" => Scale { factor: 1e3, unit: "mK", value_decimals: 5, residual_decimals: 2 },
        "S m-1" | "S/m" => Scale { factor: 1e3, unit: "mS/m", value_decimals: 6, residual_decimals: 3 },
        "1" => Scale { factor: 1e3, unit: "0.001", value_decimals: 4, residual_decimals: 2 },
        "MPa" => Scale { factor: 1e3, unit: "kPa", value_decimals: 5, residual_decimals: 2 },
        _ => Scale { factor: 1.0, unit: "", value_decimals: 6, residual_decimals: 6 },
    }
}

/// A unit as it is printed.
pub(super) fn symbol(unit: &str) -> &str {
    match unit {
        "degree_Celsius" => "°C",
        "S m-1" => "S/m",
        other => other,
    }
}
