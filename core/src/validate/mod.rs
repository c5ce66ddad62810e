//! Validators: yes/no checks of a candidate's value. Pure, no allocation on the way, one algorithm a file.
