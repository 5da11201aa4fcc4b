//! What happens to any sensor besides being sensed by it: heat, lag, friction, noise, growth and age, one file each.

pub mod cell_wall;
pub mod diffusion_line;
pub mod drift;
pub mod fouling;
pub mod lag;
pub mod noise;
pub mod play;
pub mod probe;
pub mod quantiser;
pub mod relaxation;
pub mod water_film;
