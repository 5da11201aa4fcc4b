//! Friction that depends on the history of a load alone, not on its rate: a sum of play elements (Prandtl–Ishlinskii).
//!
//! Adhesive, clamping and grain boundaries stick until they are dragged. An element of half-width w stays where it is
//! while the load is within w of it, and is pulled along beyond. Loads are fractions of full scale.

use serde::{Deserialize, Serialize};

/// Half-widths of the play elements as fractions of full scale; each yields once the load turns back by twice that.
const PLAY_HALF_WIDTHS: [f64; 4] = [0.01, 0.03, 0.08, 0.2];

/// Their sum: with every element dragged, the loop is open by this.
const PLAY_TOTAL: f64 = 0.01 + 0.03 + 0.08 + 0.2;

/// What a sensor remembers: where each play element was last dragged to, as fractions of full scale.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Memory {
    dragged: [f64; PLAY_HALF_WIDTHS.len()],
}

impl Memory {
    /// That of a sensor which has been exercised to full scale and back to `load`.
    pub fn exercised(load: f64) -> Self {
        Self { dragged: PLAY_HALF_WIDTHS.map(|half_width| load + half_width) }
    }

    /// Moves the elements to a new load; rate does not matter, order does.
    pub fn follow(&mut self, load: f64) {
        for (dragged, half_width) in self.dragged.iter_mut().zip(PLAY_HALF_WIDTHS) {
            *dragged = dragged.max(load - half_width).min(load + half_width);
        }
    }

    /// What the elements add to a load: plus or minus `half_opening` with every element dragged.
    pub fn lag(&self, load: f64, half_opening: f64) -> f64 {
        let behind: f64 = self.dragged.iter().map(|dragged| dragged - load).sum();
        half_opening * behind / PLAY_TOTAL
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_full_scale_it_leads_by_half_the_opening_and_after_zero_it_trails() {
        let mut memory = Memory::exercised(0.0);
        assert!((memory.lag(0.0, 1e-4) - 1e-4).abs() < 1e-18);
        memory.follow(0.5);
        assert!((memory.lag(0.5, 1e-4) + 1e-4).abs() < 1e-18);
        memory.follow(1.0);
        memory.follow(0.5);
        assert!((memory.lag(0.5, 1e-4) - 1e-4).abs() < 1e-18);
    }

    #[test]
    fn the_way_matters_and_the_number_of_steps_on_it_does_not() {
        let (mut once, mut slowly) = (Memory::exercised(0.0), Memory::exercised(0.0));
        once.follow(0.7);
        (0..=70).for_each(|step| slowly.follow(f64::from(step) * 0.01));
        assert!((once.lag(0.7, 1.0) - slowly.lag(0.7, 1.0)).abs() < 1e-12);
    }
}
