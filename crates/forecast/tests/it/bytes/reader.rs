//! Choices and numbers from bytes. Where the bytes end, every further one is 0.

pub(super) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(super) fn new(data: &'a [u8]) -> Self {
        Self { rest: data }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    pub(super) fn byte(&mut self) -> u8 {
        match self.rest.split_first() {
            Some((first, rest)) => {
                self.rest = rest;
                *first
            }
            None => 0,
        }
    }

    /// A number below `limit`, which is at most 256.
    pub(super) fn below(&mut self, limit: usize) -> usize {
        usize::from(self.byte()) % limit.max(1)
    }

    pub(super) fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// Mostly tame; sometimes missing, tiny, huge, or any bit pattern.
    pub(super) fn number(&mut self) -> f64 {
        match self.below(16) {
            0 => f64::NAN,
            1 => 0.0,
            2 => {
                let bits: [u8; 8] = std::array::from_fn(|_| self.byte());
                f64::from_bits(u64::from_le_bytes(bits))
            }
            3 => 10.0_f64.powi(i32::from(self.byte()) - 128),
            4..8 => f64::from(self.byte()),
            _ => {
                let bytes = [self.byte(), self.byte()];
                f64::from(i16::from_le_bytes(bytes)) / 64.0
            }
        }
    }

    /// At most `most` numbers, until the bytes end.
    pub(super) fn numbers(&mut self, most: usize) -> Vec<f64> {
        let mut numbers = Vec::new();
        while !self.is_empty() && numbers.len() < most {
            let number = self.number();
            // Runs of equal values are where variances vanish.
            let times = match self.byte() {
                run @ 250..=255 => usize::from(run - 248),
                _ => 1,
            };
            numbers.extend(std::iter::repeat_n(number, times.min(most - numbers.len())));
        }
        numbers
    }
}
