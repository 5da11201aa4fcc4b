//! Banded equations with a border: a chain of blocks whose every equation also knows a few unknowns of the whole.
//!
//!   L_i x_{i−1} + D_i x_i + U_i x_{i+1} + P_i p + W_i w = r_i
//!
//! Blocks are eliminated one by one from the floor up, the columns of r, P and W together, so that the work grows linearly
//! with the number of layers. Two equations for p and w remain.

use super::crossing::{ENERGY, MASS, SALT};
use super::layer::MOST_LAYERS;
use super::mixing::Link;
use nalgebra::{Matrix2, Matrix3, Vector2, Vector3};

/// Columns carried along: the right-hand side, and the two of the border.
const RIGHT: usize = 0;
const PRESSURE: usize = 1;
const WALL: usize = 2;

/// The equations of one layer.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Block {
    /// By the unknowns of the layer below.
    pub(super) lower: Matrix3<f64>,
    /// By its own.
    pub(super) diagonal: Matrix3<f64>,
    /// By those of the layer above.
    pub(super) upper: Matrix3<f64>,
    /// Right-hand side, then the columns of the border: pressure and wall.
    pub(super) columns: Matrix3<f64>,
}

impl Block {
    /// What rises through the layer's ceiling leaves it.
    pub(super) fn rise(&mut self, link: &Link, rising_kg_per_s: f64, weight_s: f64) {
        for row in [SALT, ENERGY] {
            for column in 0..2 {
                self.diagonal[(row, column)] += weight_s * link.by_lower[row][column];
                self.upper[(row, column)] += weight_s * link.by_upper[row][column];
            }
            self.diagonal[(row, 2)] += weight_s * link.by_rising[row];
            self.columns[(row, RIGHT)] -= weight_s * link.value[row];
            self.columns[(row, PRESSURE)] += weight_s * link.by_pa[row];
        }
        self.diagonal[(MASS, 2)] += weight_s;
        self.columns[(MASS, RIGHT)] -= weight_s * rising_kg_per_s;
    }

    /// What rises through the ceiling of the layer below arrives.
    pub(super) fn arrive(&mut self, link: &Link, rising_kg_per_s: f64, weight_s: f64) {
        for row in [SALT, ENERGY] {
            for column in 0..2 {
                self.lower[(row, column)] -= weight_s * link.by_lower[row][column];
                self.diagonal[(row, column)] -= weight_s * link.by_upper[row][column];
            }
            self.lower[(row, 2)] -= weight_s * link.by_rising[row];
            self.columns[(row, RIGHT)] += weight_s * link.value[row];
            self.columns[(row, PRESSURE)] -= weight_s * link.by_pa[row];
        }
        self.lower[(MASS, 2)] -= weight_s;
        self.columns[(MASS, RIGHT)] += weight_s * rising_kg_per_s;
    }
}

/// Storage of the elimination.
pub(super) struct Chain {
    upper: [Matrix3<f64>; MOST_LAYERS],
    columns: [Matrix3<f64>; MOST_LAYERS],
    /// Products and inverses of blocks so far.
    pub(super) operations: u64,
}

impl Chain {
    pub(super) fn new() -> Self {
        let zeros = [Matrix3::zeros(); MOST_LAYERS];
        Self { upper: zeros, columns: zeros, operations: 0 }
    }

    fn product(&mut self, left: &Matrix3<f64>, right: &Matrix3<f64>) -> Matrix3<f64> {
        self.operations += 1;
        left * right
    }

    fn inverse(&mut self, block: Matrix3<f64>) -> Option<Matrix3<f64>> {
        self.operations += 1;
        block.try_inverse()
    }

    /// Takes the next block up; false when its pivot is singular.
    pub(super) fn push(&mut self, index: usize, block: &Block) -> bool {
        let (mut pivot, mut columns) = (block.diagonal, block.columns);
        if index > 0 {
            let (upper, known) = (self.upper[index - 1], self.columns[index - 1]);
            pivot -= self.product(&block.lower, &upper);
            columns -= self.product(&block.lower, &known);
        }
        let Some(inverse) = self.inverse(pivot) else { return false };
        self.upper[index] = self.product(&inverse, &block.upper);
        self.columns[index] = self.product(&inverse, &columns);
        true
    }

    /// Substitutes back: afterwards a layer's unknowns are its columns combined by [`Self::unknowns`].
    pub(super) fn finish(&mut self, count: usize) {
        for index in (0..count.saturating_sub(1)).rev() {
            let (upper, above) = (self.upper[index], self.columns[index + 1]);
            let carried = self.product(&upper, &above);
            self.columns[index] -= carried;
        }
    }

    /// How unknown `row` of a layer answers: at zero border, and by pressure and wall (both to be subtracted).
    pub(super) fn answer(&self, index: usize, row: usize) -> [f64; 3] {
        [RIGHT, PRESSURE, WALL].map(|column| self.columns[index][(row, column)])
    }

    /// The unknowns of a layer for known border unknowns.
    pub(super) fn unknowns(&self, index: usize, border: Vector2<f64>) -> Vector3<f64> {
        let columns = &self.columns[index];
        columns.column(RIGHT) - columns.column(PRESSURE) * border[0] - columns.column(WALL) * border[1]
    }
}

/// Solves the two equations of the border; `None` when they are singular.
pub(super) fn border(rows: [[f64; 2]; 2], right: [f64; 2]) -> Option<Vector2<f64>> {
    let [[a, b], [c, d]] = rows;
    Some(Matrix2::new(a, b, c, d).try_inverse()? * Vector2::from(right))
}

#[cfg(test)]
mod tests {
    use super::*;
    use hadal_models::randomness::{stream, uniform};
    use nalgebra::{DMatrix, DVector};

    #[test]
    fn a_bordered_chain_solves_as_the_dense_matrix_does() {
        const LAYERS: usize = 7;
        let mut random = stream(3, 0, "bordered");
        let mut any = || Matrix3::from_fn(|_, _| uniform(&mut random) - 0.5);
        let blocks: Vec<Block> = (0..LAYERS)
            .map(|_| Block {
                lower: any(),
                diagonal: any() + Matrix3::identity() * 4.0,
                upper: any(),
                columns: any(),
            })
            .collect();
        let mut chain = Chain::new();
        assert!(blocks.iter().enumerate().all(|(index, block)| chain.push(index, block)));
        chain.finish(LAYERS);
        // The border: the last unknown of the last layer is 0.3, and the first of the first less twice w is 0.1.
        let [top, first] = [chain.answer(LAYERS - 1, 2), chain.answer(0, 0)];
        let rows = [[-top[1], -top[2]], [-first[1], -first[2] - 2.0]];
        let solved = border(rows, [0.3 - top[0], 0.1 - first[0]]).unwrap();

        let size = 3 * LAYERS + 2;
        let mut matrix = DMatrix::<f64>::zeros(size, size);
        let mut right = DVector::<f64>::zeros(size);
        for (index, block) in blocks.iter().enumerate() {
            let at = 3 * index;
            matrix.fixed_view_mut::<3, 3>(at, at).copy_from(&block.diagonal);
            if index > 0 {
                matrix.fixed_view_mut::<3, 3>(at, at - 3).copy_from(&block.lower);
            }
            if index + 1 < LAYERS {
                matrix.fixed_view_mut::<3, 3>(at, at + 3).copy_from(&block.upper);
            }
            matrix.fixed_view_mut::<3, 2>(at, size - 2).copy_from(&block.columns.fixed_view::<3, 2>(0, 1));
            right.fixed_rows_mut::<3>(at).copy_from(&block.columns.column(0));
        }
        (matrix[(size - 2, size - 3)], right[size - 2]) = (1.0, 0.3);
        (matrix[(size - 1, 0)], matrix[(size - 1, size - 1)], right[size - 1]) = (1.0, -2.0, 0.1);
        let dense = matrix.lu().solve(&right).unwrap();
        for index in 0..LAYERS {
            let error = chain.unknowns(index, solved) - dense.fixed_rows::<3>(3 * index);
            assert!(error.amax() < 1e-13, "layer {index}: {error}");
        }
    }
}
