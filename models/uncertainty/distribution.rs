//! What is known of an input quantity, as a probability distribution (JCGM 101:2008, clause 6.4 and table 1).

mod draw;
mod quantile;
#[cfg(test)]
mod tests;

/// A probability distribution. Build it through a file or check it with [`Distribution::fault`].
#[derive(Clone, Debug, PartialEq)]
pub enum Distribution {
    /// Normal (6.4.7).
    Normal {
        /// Expectation.
        mean: f64,
        /// Standard uncertainty.
        standard_deviation: f64,
    },
    /// Student's t, moved and stretched (6.4.9): the mean of readings, with the scale s/√n and n − 1 degrees of freedom.
    Student {
        /// Middle.
        mean: f64,
        /// Scale; smaller than the standard deviation, which is infinite below three degrees of freedom.
        scale: f64,
        /// Degrees of freedom.
        degrees_of_freedom: f64,
    },
    /// All values between two limits alike (6.4.2).
    Uniform {
        /// Limits.
        limits: [f64; 2],
    },
    /// The sum of two uniform quantities (6.4.4).
    Trapezoidal {
        /// Limits.
        limits: [f64; 2],
        /// Width of the top in units of the base, 0 to 1 (β).
        top: f64,
    },
    /// Uniform with limits that are known inexactly (6.4.3).
    CurvilinearTrapezoid {
        /// Limits, as they are best known.
        limits: [f64; 2],
        /// By how much each limit may be wrong (d).
        inexactness: f64,
    },
    /// Triangular (6.4.5).
    Triangular {
        /// Limits.
        limits: [f64; 2],
        /// The most probable value.
        mode: f64,
    },
    /// Arcsine, as of a sinusoidal cycle seen at a random time (6.4.6).
    Arcsine {
        /// Limits.
        limits: [f64; 2],
    },
    /// Not negative, with a known mean (6.4.10).
    Exponential {
        /// Expectation.
        mean: f64,
    },
    /// Draws of the quantity from elsewhere, such as an earlier Monte Carlo run, each as probable as any other.
    Samples {
        /// The draws, in ascending order.
        sorted: Vec<f64>,
    },
}

/// A parameter that no such distribution has.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fault {
    /// The parameter, as in a budget's file.
    pub parameter: &'static str,
    /// Its value.
    pub value: f64,
    /// What it may be.
    pub accepted: &'static str,
}

impl Distribution {
    /// The first parameter that cannot be, if there is one.
    pub fn fault(&self) -> Option<Fault> {
        let fault = |parameter, value, accepted| Some(Fault { parameter, value, accepted });
        let positive = |value: f64| value > 0.0 && value.is_finite();
        if let Some([low, high]) = self.limits() {
            if !low.is_finite() {
                return fault("low", low, "a finite number");
            }
            if !(high > low && (high - low).is_finite()) {
                return fault("high", high, "a finite number above low");
            }
        }
        match *self {
            Self::Normal { mean, .. } | Self::Student { mean, .. } if !mean.is_finite() => {
                fault("mean", mean, "a finite number")
            }
            Self::Normal { standard_deviation, .. }
                if !(standard_deviation >= 0.0 && standard_deviation.is_finite()) =>
            {
                fault("standard_deviation", standard_deviation, "a finite number, 0 or more")
            }
            Self::Student { scale, .. } if !positive(scale) => {
                fault("scale", scale, "a finite number above 0")
            }
            Self::Student { degrees_of_freedom, .. } if !positive(degrees_of_freedom) => {
                fault("degrees_of_freedom", degrees_of_freedom, "a finite number above 0")
            }
            Self::Exponential { mean } if !positive(mean) => fault("mean", mean, "a finite number above 0"),
            Self::Trapezoidal { top, .. } if !(0.0..=1.0).contains(&top) => {
                fault("shape", top, "width of the top in units of the base, 0 to 1")
            }
            Self::CurvilinearTrapezoid { limits: [low, high], inexactness }
                if !(inexactness > 0.0 && inexactness <= 0.5 * (high - low)) =>
            {
                fault("shape", inexactness, "inexactness of each limit, above 0 and up to half of high - low")
            }
            Self::Triangular { limits: [low, high], mode } if !(low..=high).contains(&mode) => {
                fault("mode", mode, "a number from low to high")
            }
            Self::Samples { ref sorted } => {
                let wrong = sorted.iter().copied().find(|value| !value.is_finite());
                wrong.map(|value| Fault { parameter: "values", value, accepted: "finite numbers" })
            }
            _ => None,
        }
    }

    fn limits(&self) -> Option<[f64; 2]> {
        match *self {
            Self::Uniform { limits }
            | Self::Trapezoidal { limits, .. }
            | Self::CurvilinearTrapezoid { limits, .. }
            | Self::Triangular { limits, .. }
            | Self::Arcsine { limits } => Some(limits),
            _ => None,
        }
    }

    /// Expectation; of Student's t with one degree of freedom or less its middle.
    pub fn mean(&self) -> f64 {
        match self {
            Self::Normal { mean, .. } | Self::Student { mean, .. } | Self::Exponential { mean } => *mean,
            Self::Uniform { limits: [low, high] }
            | Self::Trapezoidal { limits: [low, high], .. }
            | Self::CurvilinearTrapezoid { limits: [low, high], .. }
            | Self::Arcsine { limits: [low, high] } => low + 0.5 * (high - low),
            Self::Triangular { limits: [low, high], mode } => low + ((high - low) + (mode - low)) / 3.0,
            Self::Samples { sorted } => average(sorted.iter().copied()),
        }
    }

    /// Standard deviation; infinite for Student's t with two degrees of freedom or less.
    pub fn standard_deviation(&self) -> f64 {
        match self {
            Self::Normal { standard_deviation, .. } => *standard_deviation,
            Self::Student { scale, degrees_of_freedom: freedom, .. } => {
                if *freedom > 2.0 {
                    scale * (freedom / (freedom - 2.0)).sqrt()
                } else {
                    f64::INFINITY
                }
            }
            Self::Uniform { limits: [low, high] } => (high - low) / 12.0_f64.sqrt(),
            Self::Trapezoidal { limits: [low, high], top } => {
                (high - low) * ((1.0 + top * top) / 24.0).sqrt()
            }
            Self::CurvilinearTrapezoid { limits: [low, high], inexactness } => {
                ((high - low) * (high - low) / 12.0 + inexactness * inexactness / 9.0).sqrt()
            }
            Self::Triangular { limits: [low, high], mode } => {
                let (width, part) = (high - low, mode - low);
                ((width * width - width * part + part * part) / 18.0).sqrt()
            }
            Self::Arcsine { limits: [low, high] } => (high - low) / 8.0_f64.sqrt(),
            Self::Exponential { mean } => *mean,
            Self::Samples { sorted } => {
                let mean = self.mean();
                average(sorted.iter().map(|value| (value - mean) * (value - mean))).sqrt()
            }
        }
    }

    /// Standard uncertainty as the GUM takes it: of Student's t the scale, with its degrees of freedom (JCGM 100:2008, 4.2).
    pub fn standard_uncertainty(&self) -> f64 {
        match self {
            Self::Student { scale, .. } => *scale,
            _ => self.standard_deviation(),
        }
    }

    /// Degrees of freedom of that standard uncertainty: those of Student's t, else infinite.
    pub fn degrees_of_freedom(&self) -> f64 {
        match self {
            Self::Student { degrees_of_freedom, .. } => *degrees_of_freedom,
            _ => f64::INFINITY,
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "a count of values in memory")]
fn average(values: impl ExactSizeIterator<Item = f64>) -> f64 {
    let count = values.len() as f64;
    values.sum::<f64>() / count
}
