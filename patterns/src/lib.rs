//! Safeharbor's built-in rule packs, checked and packed at build time. Knows the engine's rule types and nothing else.
