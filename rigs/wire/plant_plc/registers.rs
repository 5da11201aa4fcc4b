//! The two blocks as registers and back, as a map says.

use super::map::{Active, Area, Bit, Constant, Number, NumberType, Order, RegisterMap, span};
use super::{CommandBlock, Mode, PlantState, StatusBits, StatusBlock};

impl Area {
    /// The function that reads it.
    pub(super) fn function(self) -> u8 {
        if self == Self::Input { 4 } else { 3 }
    }
}

impl RegisterMap {
    /// First register and count of the status block.
    pub fn status_span(&self) -> (u16, u16) {
        span(&self.status.places())
    }

    /// First register and count of the command block.
    pub fn command_span(&self) -> (u16, u16) {
        span(&self.command.places())
    }

    /// The status block's registers, in order. What a register cannot hold becomes the nearest that it can.
    pub(super) fn status_registers(&self, block: &StatusBlock) -> Vec<u16> {
        let (at, bits) = (&self.status, block.bits);
        let mut image = Image::blank(self, self.status_span());
        image.put_constant(at.version);
        image.put(at.heartbeat.register, block.heartbeat);
        image.put(at.state.register, self.state_code(block.state));
        if let Some(counter) = at.command_heartbeat {
            image.put(counter.register, block.command_heartbeat);
        }
        for (bit, is_on) in [
            (Some(at.hard_trip), bits.hard_trip),
            (Some(at.relief_open), bits.relief_open),
            (Some(at.watchdog_tripped), bits.watchdog_tripped),
            (Some(at.lid_locked), bits.lid_locked),
            (at.pump_running, bits.pump_running),
            (at.guard_acting, bits.guard_acting),
        ] {
            bit.into_iter().for_each(|bit| image.put_bit(bit, is_on));
        }
        for (number, value) in [
            (Some(at.pressure_mpa_absolute), block.pressure_mpa_absolute),
            (at.pressure_rate_mpa_per_min, block.pressure_rate_mpa_per_min),
            (Some(at.jacket_celsius), block.jacket_celsius),
            (Some(at.pump_water_celsius), block.pump_water_celsius),
            (Some(at.pumped_ml), block.pumped_ml),
            (at.released_ml, block.released_ml),
            (Some(at.hall_celsius), block.hall_celsius),
        ] {
            number.into_iter().for_each(|number| image.put_number(number, value));
        }
        image.words
    }

    /// Reads a status block; `None` for another version, an unknown state or a number that is not finite. What the map
    /// leaves out is zero, and off.
    pub(super) fn status_block(&self, registers: &[u16]) -> Option<StatusBlock> {
        let at = &self.status;
        let image = Image::of(self, self.status_span(), registers)?;
        let bit = |bit: Option<Bit>| bit.map_or(Some(false), |bit| image.bit(bit));
        let number = |number: Option<Number>| number.map_or(Some(0.0), |number| image.number(number));
        image.has(at.version).then_some(())?;
        Some(StatusBlock {
            heartbeat: image.word(at.heartbeat.register)?,
            state: self.state_of(image.word(at.state.register)?)?,
            bits: StatusBits {
                hard_trip: bit(Some(at.hard_trip))?,
                relief_open: bit(Some(at.relief_open))?,
                watchdog_tripped: bit(Some(at.watchdog_tripped))?,
                lid_locked: bit(Some(at.lid_locked))?,
                pump_running: bit(at.pump_running)?,
                guard_acting: bit(at.guard_acting)?,
            },
            command_heartbeat: at
                .command_heartbeat
                .map_or(Some(0), |counter| image.word(counter.register))?,
            pressure_mpa_absolute: number(Some(at.pressure_mpa_absolute))?,
            pressure_rate_mpa_per_min: number(at.pressure_rate_mpa_per_min)?,
            jacket_celsius: number(Some(at.jacket_celsius))?,
            pump_water_celsius: number(Some(at.pump_water_celsius))?,
            pumped_ml: number(Some(at.pumped_ml))?,
            released_ml: number(at.released_ml)?,
            hall_celsius: number(Some(at.hall_celsius))?,
        })
    }

    /// The command block's registers, in order. What a register cannot hold becomes the nearest that it can.
    pub(super) fn command_registers(&self, block: &CommandBlock) -> Vec<u16> {
        let at = &self.command;
        let mut image = Image::blank(self, self.command_span());
        image.put_constant(at.version);
        image.put(at.heartbeat.register, block.heartbeat);
        image.put(at.mode.register, self.mode_code(block.mode));
        for (number, value) in [
            (at.pump_ml_per_min, block.pump_ml_per_min),
            (at.release_ml_per_min, block.release_ml_per_min),
            (at.jacket_setpoint_celsius, block.jacket_setpoint_celsius),
            (at.stirrer_rpm, block.stirrer_rpm),
            (at.fresh_ml_per_min, block.fresh_ml_per_min),
            (at.brine_ml_per_min, block.brine_ml_per_min),
            (at.vent_rate_mpa_per_min, block.vent_rate_mpa_per_min),
            (at.pressure_guard_mpa_absolute, block.pressure_guard_mpa_absolute),
        ] {
            image.put_number(number, value);
        }
        image.words
    }

    /// Reads a command block; `None` for another version, an unknown mode, something in a reserved register, a number that
    /// is not finite or a negative flow.
    pub(super) fn command_block(&self, registers: &[u16]) -> Option<CommandBlock> {
        let at = &self.command;
        let image = Image::of(self, self.command_span(), registers)?;
        let is_blank = at.reserved.iter().all(|register| image.word(*register) == Some(0));
        (is_blank && image.has(at.version)).then_some(())?;
        let flow = |number: Number| image.number(number).filter(|value| *value >= 0.0);
        Some(CommandBlock {
            heartbeat: image.word(at.heartbeat.register)?,
            mode: self.mode_of(image.word(at.mode.register)?)?,
            pump_ml_per_min: flow(at.pump_ml_per_min)?,
            release_ml_per_min: flow(at.release_ml_per_min)?,
            jacket_setpoint_celsius: image.number(at.jacket_setpoint_celsius)?,
            stirrer_rpm: flow(at.stirrer_rpm)?,
            fresh_ml_per_min: flow(at.fresh_ml_per_min)?,
            brine_ml_per_min: flow(at.brine_ml_per_min)?,
            vent_rate_mpa_per_min: flow(at.vent_rate_mpa_per_min)?,
            pressure_guard_mpa_absolute: flow(at.pressure_guard_mpa_absolute)?,
        })
    }

    fn mode_code(&self, mode: Mode) -> u16 {
        let codes = &self.command.mode;
        match mode {
            Mode::Safe => codes.safe,
            Mode::Run => codes.run,
            Mode::Vent => codes.vent,
        }
    }

    fn mode_of(&self, code: u16) -> Option<Mode> {
        [Mode::Safe, Mode::Run, Mode::Vent].into_iter().find(|mode| self.mode_code(*mode) == code)
    }

    fn state_code(&self, state: PlantState) -> u16 {
        let codes = &self.status.state;
        match state {
            PlantState::Safe => codes.safe,
            PlantState::Run => codes.run,
            PlantState::Vent => codes.vent,
            PlantState::Watchdog => codes.watchdog,
        }
    }

    fn state_of(&self, code: u16) -> Option<PlantState> {
        let states = [PlantState::Safe, PlantState::Run, PlantState::Vent, PlantState::Watchdog];
        states.into_iter().find(|state| self.state_code(*state) == code)
    }
}

/// A block as it is on the wire.
struct Image<'m> {
    map: &'m RegisterMap,
    first: u16,
    words: Vec<u16>,
}

impl<'m> Image<'m> {
    fn blank(map: &'m RegisterMap, (first, length): (u16, u16)) -> Self {
        Self { map, first, words: vec![0; usize::from(length)] }
    }

    /// `None` where these are not as many registers as the block has.
    fn of(map: &'m RegisterMap, (first, length): (u16, u16), registers: &[u16]) -> Option<Self> {
        let whole = registers.len() == usize::from(length);
        whole.then(|| Self { map, first, words: registers.to_vec() })
    }

    fn word(&self, register: u16) -> Option<u16> {
        self.words.get(usize::from(register.checked_sub(self.first)?)).copied()
    }

    fn put(&mut self, register: u16, word: u16) {
        let index = register.checked_sub(self.first).map(usize::from);
        if let Some(place) = index.and_then(|index| self.words.get_mut(index)) {
            *place = word;
        }
    }

    fn has(&self, constant: Option<Constant>) -> bool {
        constant.is_none_or(|constant| self.word(constant.register) == Some(constant.value))
    }

    fn put_constant(&mut self, constant: Option<Constant>) {
        constant.into_iter().for_each(|constant| self.put(constant.register, constant.value));
    }

    fn bit(&self, bit: Bit) -> Option<bool> {
        let is_set = self.word(bit.register)?.checked_shr(u32::from(bit.bit))? & 1 == 1;
        Some(is_set == (bit.active == Active::High))
    }

    fn put_bit(&mut self, bit: Bit, is_on: bool) {
        let is_set = is_on == (bit.active == Active::High);
        let (Some(before), Some(mask)) = (self.word(bit.register), 1u16.checked_shl(u32::from(bit.bit)))
        else {
            return;
        };
        self.put(bit.register, if is_set { before | mask } else { before & !mask });
    }

    fn number(&self, number: Number) -> Option<f64> {
        let first = self.word(number.register)?;
        let bits = match number.kind.registers() {
            1 => u32::from(first),
            _ => self.joined(first, self.word(number.register.checked_add(1)?)?),
        };
        Some(number.value(bits)).filter(|value| value.is_finite())
    }

    fn put_number(&mut self, number: Number, value: f64) {
        let bits = number.bits(value);
        let [high, low] = [(bits >> 16) as u16, (bits & 0xffff) as u16];
        if number.kind.registers() == 1 {
            return self.put(number.register, low);
        }
        let [high, low] = [high, low].map(|word| self.arranged(word));
        let [first, second] = match self.map.word_order {
            Order::HighFirst => [high, low],
            Order::LowFirst => [low, high],
        };
        self.put(number.register, first);
        self.put(number.register.saturating_add(1), second);
    }

    fn joined(&self, first: u16, second: u16) -> u32 {
        let [high, low] = match self.map.word_order {
            Order::HighFirst => [first, second],
            Order::LowFirst => [second, first],
        };
        u32::from(self.arranged(high)) << 16 | u32::from(self.arranged(low))
    }

    /// A register of a number that takes two, its bytes in the map's order.
    fn arranged(&self, word: u16) -> u16 {
        if self.map.byte_order == Order::LowFirst { word.swap_bytes() } else { word }
    }
}

impl Number {
    /// What stands in the registers for this value.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a register holds the nearest that it can; 24 bits exceed every sensor here"
    )]
    fn bits(&self, value: f64) -> u32 {
        let raw = (value - self.offset) / self.scale;
        match self.kind {
            NumberType::U16 => u32::from(raw.round() as u16),
            NumberType::I16 => u32::from((raw.round() as i16) as u16),
            NumberType::U32 => raw.round() as u32,
            NumberType::I32 => (raw.round() as i32) as u32,
            NumberType::F32 => (raw as f32).to_bits(),
        }
    }

    /// The value of what stands in the registers.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_possible_wrap,
        reason = "the same bits, of the type that the map says"
    )]
    fn value(&self, bits: u32) -> f64 {
        let raw = match self.kind {
            NumberType::U16 => f64::from(bits as u16),
            NumberType::I16 => f64::from((bits as u16) as i16),
            NumberType::U32 => f64::from(bits),
            NumberType::I32 => f64::from(bits as i32),
            NumberType::F32 => f64::from(f32::from_bits(bits)),
        };
        raw * self.scale + self.offset
    }
}

#[cfg(test)]
mod tests;
