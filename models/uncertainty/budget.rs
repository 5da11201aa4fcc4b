//! A budget: named components over the points of a calibration, and how each correlates between points.

use super::propagated_variance;
use nalgebra::{DMatrix, DVector};

/// How a standard uncertainty was found (GUM, JCGM 100:2008, 3.3.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// By statistics of repeated readings.
    A,
    /// By any other knowledge: certificates, specifications, publications.
    B,
}

/// How a component's errors at different points belong together.
#[derive(Clone, Debug, PartialEq)]
pub enum Correlation {
    /// A new error at each point.
    Independent,
    /// One error for all points; signs of the standard uncertainties say which way it acts at each.
    Common,
    /// One error per group, such as a bottle per leg; the numbers name the group of each point.
    Grouped(Vec<usize>),
    /// Correlation coefficients between points, with ones on the diagonal.
    Matrix(DMatrix<f64>),
    /// Parameters with names, by which others that share their errors know them again.
    Parameters(Parameters),
}

/// How often parameters err.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recurrence {
    /// Once: they shift or bend all points together.
    Once,
    /// Anew at each point: they show as scatter.
    EachPoint,
    /// Anew in each group of points: they show as scatter between groups.
    EachGroup,
}

/// Parameters with a covariance, such as a certificate's coefficients, and how they act at each point.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameters {
    /// What each is, so that it is known again elsewhere: two results that name the same parameter share its error.
    pub names: Vec<String>,
    /// Derivatives of the quantity by the parameters, one row per point.
    pub gradients: DMatrix<f64>,
    /// Covariance of the parameters.
    pub covariance: DMatrix<f64>,
    /// How often they err.
    pub recurrence: Recurrence,
}

/// One source of error, at every point.
#[derive(Clone, Debug, PartialEq)]
pub struct Component {
    /// What errs, such as `reference certificate`.
    pub name: String,
    /// Where the number comes from.
    pub source: String,
    /// Type A or B.
    pub kind: Kind,
    /// Standard uncertainty at each point in the quantity's unit. A sign matters only between points, or between budgets,
    /// that share an error: it tells that the error acts in opposite directions.
    pub standard_uncertainty: Vec<f64>,
    /// How the points belong together.
    pub correlation: Correlation,
}

impl Component {
    /// A new error at each point.
    pub fn independent(name: &str, source: &str, kind: Kind, standard_uncertainty: Vec<f64>) -> Self {
        Self::new(name, source, kind, standard_uncertainty, Correlation::Independent)
    }

    /// One error for all points.
    pub fn common(name: &str, source: &str, kind: Kind, standard_uncertainty: Vec<f64>) -> Self {
        Self::new(name, source, kind, standard_uncertainty, Correlation::Common)
    }

    /// One error per group.
    pub fn grouped(name: &str, source: &str, kind: Kind, uncertainty: Vec<f64>, groups: Vec<usize>) -> Self {
        Self::new(name, source, kind, uncertainty, Correlation::Grouped(groups))
    }

    /// Parameters that act at each point through a gradient.
    pub fn from_parameters(name: &str, source: &str, kind: Kind, parameters: Parameters) -> Self {
        let deviations =
            parameters.covariance_of_points().diagonal().map(|variance| variance.max(0.0).sqrt());
        let deviations = deviations.iter().copied().collect();
        Self::new(name, source, kind, deviations, Correlation::Parameters(parameters))
    }

    /// A component whose covariance between points is known as a whole.
    pub fn from_covariance(name: &str, source: &str, kind: Kind, covariance: &DMatrix<f64>) -> Self {
        let deviations: Vec<f64> =
            covariance.diagonal().iter().map(|variance| variance.max(0.0).sqrt()).collect();
        let correlation = DMatrix::from_fn(deviations.len(), deviations.len(), |row, column| {
            let scale = deviations[row] * deviations[column];
            match (row == column, scale > 0.0) {
                (true, _) => 1.0,
                (false, true) => covariance[(row, column)] / scale,
                (false, false) => 0.0,
            }
        });
        Self::new(name, source, kind, deviations, Correlation::Matrix(correlation))
    }

    fn new(name: &str, source: &str, kind: Kind, uncertainty: Vec<f64>, correlation: Correlation) -> Self {
        Self {
            name: name.to_owned(),
            source: source.to_owned(),
            kind,
            standard_uncertainty: uncertainty,
            correlation,
        }
    }

    /// The same errors seen through a sensitivity at each point, under another name.
    #[must_use]
    pub fn through(&self, name: String, sensitivity: &[f64]) -> Self {
        let uncertainty = self.standard_uncertainty.iter().zip(sensitivity).map(|(u, s)| u * s).collect();
        let correlation = match &self.correlation {
            Correlation::Parameters(parameters) => Correlation::Parameters(parameters.through(sensitivity)),
            other => other.clone(),
        };
        Self { name, standard_uncertainty: uncertainty, correlation, ..self.clone() }
    }

    /// The same errors under names: one parameter of unit standard uncertainty for each point, for each group, or for all
    /// points. `name` is told their places, in order. What has parameters already, or a matrix, stays as it is.
    #[must_use]
    pub fn named(self, name: impl Fn(&[usize]) -> String) -> Self {
        let points = self.standard_uncertainty.len();
        let (group_of, recurrence) = match &self.correlation {
            Correlation::Independent => ((0..points).collect(), Recurrence::EachPoint),
            Correlation::Common => (vec![0; points], Recurrence::Once),
            Correlation::Grouped(groups) => (groups.clone(), Recurrence::EachGroup),
            Correlation::Matrix(_) | Correlation::Parameters(_) => return self,
        };
        let mut groups = group_of.clone();
        groups.sort_unstable();
        groups.dedup();
        let places =
            |group: usize| -> Vec<usize> { (0..points).filter(|point| group_of[*point] == group).collect() };
        let names = groups.iter().map(|group| name(&places(*group))).collect();
        let gradients = DMatrix::from_fn(points, groups.len(), |point, column| {
            if group_of[point] == groups[column] { self.standard_uncertainty[point] } else { 0.0 }
        });
        let covariance = DMatrix::identity(groups.len(), groups.len());
        let parameters = Parameters { names, gradients, covariance, recurrence };
        Self { correlation: Correlation::Parameters(parameters), ..self }
    }

    /// Whether its errors show as scatter between points, rather than shift or bend all of them together.
    pub fn scatters(&self) -> bool {
        match &self.correlation {
            Correlation::Independent | Correlation::Grouped(_) => true,
            Correlation::Common | Correlation::Matrix(_) => false,
            Correlation::Parameters(parameters) => parameters.recurrence != Recurrence::Once,
        }
    }

    /// Variance that its errors give a sum of the points with these weights.
    pub fn variance_of_sum(&self, weights: &DVector<f64>) -> f64 {
        match &self.correlation {
            Correlation::Parameters(Parameters { gradients, covariance, .. }) => {
                propagated_variance(&gradients.tr_mul(weights), covariance)
            }
            _ => propagated_variance(weights, &self.covariance()),
        }
    }

    /// Covariance between points.
    pub fn covariance(&self) -> DMatrix<f64> {
        let u = &self.standard_uncertainty;
        let from = |coefficient: &dyn Fn(usize, usize) -> f64| {
            DMatrix::from_fn(u.len(), u.len(), |row, column| u[row] * u[column] * coefficient(row, column))
        };
        let same = |is_same: bool| f64::from(u8::from(is_same));
        match &self.correlation {
            Correlation::Independent => from(&|row, column| same(row == column)),
            Correlation::Common => from(&|_, _| 1.0),
            Correlation::Grouped(groups) => from(&|row, column| same(groups[row] == groups[column])),
            Correlation::Matrix(matrix) => from(&|row, column| matrix[(row, column)]),
            Correlation::Parameters(parameters) => parameters.covariance_of_points(),
        }
    }

    /// Number of points it knows, if its parts agree about it.
    fn consistent_points(&self) -> Option<usize> {
        let points = self.standard_uncertainty.len();
        let agrees = match &self.correlation {
            Correlation::Independent | Correlation::Common => true,
            Correlation::Grouped(groups) => groups.len() == points,
            Correlation::Matrix(matrix) => matrix.nrows() == points && matrix.ncols() == points,
            Correlation::Parameters(parameters) => parameters.gradients.nrows() == points,
        };
        (agrees && self.standard_uncertainty.iter().all(|u| u.is_finite())).then_some(points)
    }
}

impl Parameters {
    /// Parameters that err once, from one list of derivatives per point.
    pub fn new(names: Vec<String>, gradients: &[Vec<f64>], covariance: DMatrix<f64>) -> Self {
        let gradients =
            DMatrix::from_fn(gradients.len(), covariance.nrows(), |row, column| gradients[row][column]);
        Self { names, gradients, covariance, recurrence: Recurrence::Once }
    }

    fn covariance_of_points(&self) -> DMatrix<f64> {
        &self.gradients * &self.covariance * self.gradients.transpose()
    }

    fn through(&self, sensitivity: &[f64]) -> Self {
        let mut gradients = self.gradients.clone();
        for (mut row, sensitivity) in gradients.row_iter_mut().zip(sensitivity) {
            row *= *sensitivity;
        }
        Self { gradients, ..self.clone() }
    }
}

/// Every component of one quantity, over the same points.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Budget {
    /// The components, in the order in which they are shown.
    pub components: Vec<Component>,
}

impl Budget {
    /// A budget of these components.
    pub fn new(components: Vec<Component>) -> Self {
        Self { components }
    }

    /// The first component that does not give a finite value for each of `points` points.
    pub fn first_inconsistent(&self, points: usize) -> Option<&Component> {
        self.components.iter().find(|component| component.consistent_points() != Some(points))
    }

    /// Covariance between `points` points: the sum over components.
    pub fn covariance(&self, points: usize) -> DMatrix<f64> {
        self.sum(points, |_| true)
    }

    /// Covariance of those components that show as scatter between points.
    pub fn scatter_covariance(&self, points: usize) -> DMatrix<f64> {
        self.sum(points, Component::scatters)
    }

    /// Combined standard uncertainty at each point.
    pub fn standard_uncertainty(&self, points: usize) -> Vec<f64> {
        self.covariance(points).diagonal().iter().map(|variance| variance.sqrt()).collect()
    }

    fn sum(&self, points: usize, chosen: impl Fn(&Component) -> bool) -> DMatrix<f64> {
        let mut total = DMatrix::zeros(points, points);
        for component in self.components.iter().filter(|component| chosen(component)) {
            total += component.covariance();
        }
        total
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn component(correlation: Correlation) -> Component {
        Component::new("c", "s", Kind::B, vec![3.0, -4.0, 1.0], correlation)
    }

    #[test]
    fn covariance_follows_the_correlation() {
        let independent = component(Correlation::Independent).covariance();
        assert_eq!(independent, DMatrix::from_diagonal(&nalgebra::dvector![9.0, 16.0, 1.0]));
        let common = component(Correlation::Common).covariance();
        assert_eq!(common[(0, 1)].to_bits(), (-12.0_f64).to_bits());
        let grouped = component(Correlation::Grouped(vec![7, 7, 8])).covariance();
        assert_eq!(grouped, nalgebra::dmatrix![9.0, -12.0, 0.0; -12.0, 16.0, 0.0; 0.0, 0.0, 1.0]);
    }

    #[test]
    fn parameters_act_through_their_gradients() {
        let covariance = nalgebra::dmatrix![4.0, 1.0; 1.0, 9.0];
        let gradients = vec![vec![1.0, 0.0], vec![0.0, -1.0], vec![0.0, 0.0]];
        let parameters = Parameters::new(vec!["a".to_owned(), "b".to_owned()], &gradients, covariance);
        let shared = Component::from_parameters("c", "s", Kind::B, parameters);
        let seen = shared.through("seen".to_owned(), &[2.0, -1.0, 5.0]);
        assert!(
            (seen.covariance()[(0, 1)] - 2.0).abs() < 1e-12
                && (seen.standard_uncertainty[0] - 4.0).abs() < 1e-12
        );
        let found = shared.covariance();
        let expected = nalgebra::dmatrix![4.0, -1.0, 0.0; -1.0, 9.0, 0.0; 0.0, 0.0, 0.0];
        assert!((found - expected).amax() < 1e-12);
    }

    #[test]
    fn names_change_neither_covariance_nor_what_counts_as_scatter() {
        let weights = nalgebra::dvector![0.5, 2.0, -1.0];
        let grouped = Correlation::Grouped(vec![7, 8, 7]);
        for (correlation, names) in [
            (Correlation::Independent, vec!["at [0]", "at [1]", "at [2]"]),
            (Correlation::Common, vec!["at [0, 1, 2]"]),
            (grouped, vec!["at [0, 2]", "at [1]"]),
        ] {
            let plain = component(correlation);
            let named = plain.clone().named(|places| format!("at {places:?}"));
            assert_eq!(named.covariance(), plain.covariance());
            assert_eq!(named.scatters(), plain.scatters());
            assert!((named.variance_of_sum(&weights) - plain.variance_of_sum(&weights)).abs() < 1e-12);
            let Correlation::Parameters(parameters) = named.correlation else { panic!("no parameters") };
            assert_eq!(parameters.names, names);
        }
    }

    #[test]
    fn a_component_of_the_wrong_length_or_with_nan_is_found() {
        let good = Component::common("good", "s", Kind::B, vec![1.0; 3]);
        let short = Component::grouped("short", "s", Kind::B, vec![1.0; 3], vec![0, 1]);
        let nan = Component::independent("nan", "s", Kind::A, vec![1.0, f64::NAN, 1.0]);
        assert_eq!(Budget::new(vec![good.clone()]).first_inconsistent(3), None);
        for bad in [short, nan] {
            let budget = Budget::new(vec![good.clone(), bad.clone()]);
            assert_eq!(budget.first_inconsistent(3).map(|c| c.name.as_str()), Some(bad.name.as_str()));
        }
    }
}
