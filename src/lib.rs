//! Safeharbor finds protected health information and hard-coded secrets.
