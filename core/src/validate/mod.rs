//! Validators: yes/no checks of a value by itself. Pure, no allocation, one algorithm a file.
//!
//! Every validator passes over blanks around the value and says which separators it reads. Rules name validators; the
//! table at the end of this file is where names are looked up.

mod aba_routing;
mod age;
mod australia;
mod aws_access_key_id;
mod canada;
mod compact;
mod crc32_token;
mod credit_card;
mod date;
mod dea;
mod email;
mod encoding;
mod entropy;
mod france;
mod germany;
mod has_digit;
mod iban;
pub(crate) mod invented;
mod ip;
mod italy;
mod jwt;
mod luhn;
mod mbi;
mod mixed_password;
mod netherlands;
mod npi;
mod person_name;
mod phone;
mod poland;
mod private_key;
mod reserved;
mod spain;
mod ssn;
mod street_address;
mod sweden;
mod udi;
mod united_kingdom;
mod url;
mod us_state;
mod uuid;
mod vin;
mod zip;

pub(crate) use crc32_token::{base62, crc32};
pub use date::DateParts;
pub(crate) use date::MONTHS;
pub use entropy::shannon;
pub use invented::invented;
pub(crate) use reserved::reserved_as;
pub use reserved::{Reserved, ReservedKind, ReservedStrength, reserved};
pub(crate) use reserved::{SAMPLE_MBIS, TEST_CARDS};

use aba_routing::aba_routing;
use age::age_over_89;
use australia::{au_ihi, au_medicare, au_tfn};
use aws_access_key_id::aws_access_key_id;
use canada::{ca_bc_phn, ca_ohip, ca_sin};
use crc32_token::{github_crc32, npm_crc32};
use credit_card::credit_card;
use date::{date, day_alone, year_month, year_only};
use dea::dea;
use email::email;
use encoding::{base64, hex};
use entropy::{entropy_3, entropy_4, entropy_35};
use france::nir;
use germany::steuer_id;
use has_digit::has_digit;
use iban::iban;
use ip::{ip, ipv4, ipv6, mac_address};
use italy::codice_fiscale;
use jwt::jwt;
use luhn::{imei, luhn};
use mbi::mbi;
use mixed_password::mixed_password;
use netherlands::bsn;
use npi::npi;
use person_name::person_name;
use phone::{e164_phone, nanp_local_phone, nanp_phone, phone};
use poland::pesel;
use private_key::{der_private_key, pem_private_key};
use spain::dni_nie;
use ssn::{atin, itin, ssn};
use street_address::street_address;
use sweden::personnummer;
use udi::udi;
use united_kingdom::nhs;
use url::url;
use us_state::us_state;
use uuid::uuid;
use vin::vin;
use zip::{zip, zip3_restricted};

/// How much it says that a value passes a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// Few other values pass.
    Telling,
    /// Most values of any kind pass; only that one fails says something.
    Slight,
    /// What fails is no such thing, whatever it is called: an age of 42 is not over 89.
    Defining,
}

/// A check that rules can ask for by name.
#[derive(Clone, Copy, Debug)]
pub struct Validator {
    /// In kebab-case.
    pub name: &'static str,
    /// The check itself.
    pub check: fn(&str) -> bool,
    /// How much it says that a value passes.
    pub proof: Proof,
    /// What passes, in a sentence.
    pub about: &'static str,
    /// The standard, statute or publication that it follows.
    pub source: &'static str,
}

/// The validator of that name.
///
/// ```
/// let npi = safeharbor_core::validate::find("npi").unwrap();
/// assert!((npi.check)("1234567893"));
/// ```
pub fn find(name: &str) -> Option<&'static Validator> {
    VALIDATORS
        .binary_search_by(|validator| validator.name.cmp(name))
        .ok()
        .map(|at| &VALIDATORS[at])
}

/// Every validator, sorted by name.
pub fn all() -> &'static [Validator] {
    VALIDATORS
}

const fn validator(
    name: &'static str,
    check: fn(&str) -> bool,
    about: &'static str,
    source: &'static str,
) -> Validator {
    Validator {
        name,
        check,
        proof: Proof::Telling,
        about,
        source,
    }
}

impl Validator {
    const fn of(self, proof: Proof) -> Self {
        Self { proof, ..self }
    }
}

#[rustfmt::skip]
const VALIDATORS: &[Validator] = &[
    validator("aba-routing", aba_routing, "A US bank routing number with a Federal Reserve prefix and its 3-7-1 check digit.", "American Bankers Association, routing number policy"),
    validator("age-over-89", age_over_89, "An age from 90 to 130 years.", "45 CFR 164.514(b)(2)(i)(C)").of(Proof::Defining),
    validator("atin", atin, "A US adoption taxpayer identification number.", "IRS Publication 1915"),
    validator("au-ihi", au_ihi, "An Australian individual healthcare identifier: 800360 and a Luhn check digit.", "AS 5017"),
    validator("au-medicare", au_medicare, "An Australian Medicare card number with its check digit.", "Services Australia"),
    validator("au-tfn", au_tfn, "An Australian tax file number (modulo 11).", "Australian Taxation Office"),
    validator("aws-access-key-id", aws_access_key_id, "An AWS access key ID: its prefix and sixteen base32 characters.", "AWS IAM User Guide, unique identifiers; RFC 4648 section 6"),
    validator("base64", base64, "Base64 or base64url of eight characters or more.", "RFC 4648 sections 4 and 5"),
    validator("bsn", bsn, "A Dutch citizen service number (modulo 11).", "Logisch Ontwerp BSN"),
    validator("ca-bc-phn", ca_bc_phn, "A British Columbia personal health number (modulo 11).", "British Columbia Ministry of Health"),
    validator("ca-ohip", ca_ohip, "An Ontario health card number with a Luhn check digit.", "Ontario Ministry of Health"),
    validator("ca-sin", ca_sin, "A Canadian social insurance number with a Luhn check digit.", "Employment and Social Development Canada"),
    validator("codice-fiscale", codice_fiscale, "An Italian tax code with its check letter.", "Decree of 23 December 1976"),
    validator("credit-card", credit_card, "A payment card number of a network's range and length with a Luhn check digit.", "ISO/IEC 7812-1"),
    validator("date", date, "A date of the calendar that names a day.", "ISO 8601; HL7 v2 DTM; 45 CFR 164.514(b)(2)(i)(C)"),
    validator("day-alone", day_alone, "A date of the calendar without a time of day, or at midnight.", "ISO 8601; HL7 v2 DTM"),
    validator("dea", dea, "A DEA registration number with its check digit.", "DEA Diversion Control Division"),
    validator("der-private-key", der_private_key, "Base64 of a DER SEQUENCE or an OpenSSH key.", "ITU-T X.690; OpenSSH PROTOCOL.key"),
    validator("dni-nie", dni_nie, "A Spanish DNI or NIE with its control letter.", "Real Decreto 1553/2005"),
    validator("e164-phone", e164_phone, "An international telephone number after a plus sign.", "ITU-T E.164"),
    validator("email", email, "A mail address.", "RFC 5321 section 4.1.2"),
    validator("entropy-3", entropy_3, "At least 3 bits of Shannon entropy a character.", "Shannon 1948"),
    validator("entropy-35", entropy_35, "At least 3.5 bits of Shannon entropy a character.", "Shannon 1948"),
    validator("entropy-4", entropy_4, "At least 4 bits of Shannon entropy a character.", "Shannon 1948"),
    validator("github-crc32", github_crc32, "A GitHub token whose last six characters are the CRC-32 of the thirty before.", "GitHub, Behind GitHub's new authentication token formats"),
    validator("has-digit", has_digit, "At least one digit.", "What tells a number of no fixed form from a word").of(Proof::Slight),
    validator("hex", hex, "An even number of hexadecimal digits, eight or more.", "RFC 4648 section 8"),
    validator("iban", iban, "An IBAN of a registered country, of its length, with its check digits (modulo 97).", "ISO 13616-1"),
    validator("imei", imei, "A mobile equipment identity with a Luhn check digit.", "3GPP TS 23.003"),
    validator("ip", ip, "An IPv4 or IPv6 address.", "RFC 791; RFC 4291"),
    validator("ipv4", ipv4, "An IPv4 address.", "RFC 791"),
    validator("ipv6", ipv6, "An IPv6 address.", "RFC 4291 section 2.2"),
    validator("itin", itin, "A US individual taxpayer identification number.", "IRS Publication 1915"),
    validator("jwt", jwt, "A JSON web token whose header decodes to an object with an algorithm.", "RFC 7515; RFC 7519"),
    validator("luhn", luhn, "Digits with a Luhn check digit.", "ISO/IEC 7812-1 annex B"),
    validator("mac-address", mac_address, "The hardware address of a network interface.", "IEEE 802"),
    validator("mbi", mbi, "A Medicare beneficiary identifier.", "CMS, Understanding the MBI Format"),
    validator("mixed-password", mixed_password, "Six characters or more with a letter and a digit, or with letters of both cases and a sign.", "Microsoft, Password must meet complexity requirements").of(Proof::Slight),
    validator("nanp-local-phone", nanp_local_phone, "The last seven digits of a North American telephone number.", "North American Numbering Plan"),
    validator("nanp-phone", nanp_phone, "A North American telephone number with its area code.", "North American Numbering Plan"),
    validator("nhs", nhs, "A British NHS number (modulo 11).", "NHS Data Dictionary"),
    validator("nir", nir, "A French social security number with its key (modulo 97).", "INSEE"),
    validator("npi", npi, "A national provider identifier: Luhn behind 80840.", "45 CFR 162.406"),
    validator("npm-crc32", npm_crc32, "An npm token whose last six characters are the CRC-32 of the thirty before.", "npm registry, new access token format (2021)"),
    validator("pem-private-key", pem_private_key, "A whole PEM block whose body decodes to a private key.", "RFC 7468; RFC 1421; ITU-T X.690"),
    validator("person-name", person_name, "The shape of a person's name.", "HL7 v2 XPN; DICOM PN"),
    validator("personnummer", personnummer, "A Swedish personal identity number with a Luhn check digit.", "Skatteverket SKV 704"),
    validator("pesel", pesel, "A Polish PESEL with its date and check digit.", "Ustawa o ewidencji ludności, art. 15"),
    validator("phone", phone, "A telephone number in a North American, international or punctuated national form.", "North American Numbering Plan; ITU-T E.164"),
    validator("ssn", ssn, "A US social security number that may have been given out.", "SSA POMS RM 10201.035"),
    validator("steuer-id", steuer_id, "A German tax identification number with its check digit.", "Abgabenordnung § 139b; ISO/IEC 7064"),
    validator("street-address", street_address, "The shape of a street address or PO box.", "USPS Publication 28"),
    validator("udi", udi, "A unique device identifier of GS1 or HIBC with its check digit.", "21 CFR 830"),
    validator("url", url, "A URL with a host.", "RFC 3986"),
    validator("us-state", us_state, "A state of the United States, by code or name.", "USPS Publication 28 appendix B"),
    validator("uuid", uuid, "A UUID.", "RFC 9562"),
    validator("vin", vin, "A vehicle identification number with its check digit.", "49 CFR 565.15"),
    validator("year-month", year_month, "A date that names a month and no day.", "45 CFR 164.514(b)(2)(i)(C)"),
    validator("year-only", year_only, "A year alone, which Safe Harbor lets stand.", "45 CFR 164.514(b)(2)(i)(C)"),
    validator("zip", zip, "A US ZIP code of five or nine digits.", "USPS Publication 28"),
    validator("zip3-restricted", zip3_restricted, "A ZIP code, or its first three digits, of an area of 20,000 people or fewer.", "45 CFR 164.514(b)(2)(i)(B)"),
];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_are_sorted_and_found() {
        assert!(all().is_sorted_by(|a, b| a.name < b.name));
        for validator in all() {
            assert_eq!(
                find(validator.name).map(|found| found.about),
                Some(validator.about)
            );
            assert!(validator.about.ends_with('.') && !validator.source.is_empty());
        }
        assert!(find("no-such-check").is_none());
    }

    /// A value that passes, for each check that catches every change of one digit.
    const CHECKED: [(&str, &str); 18] = [
        ("aba-routing", "011000015"),
        ("au-ihi", "8003608166690503"),
        ("au-tfn", "123456782"),
        ("bsn", "111222333"),
        ("ca-bc-phn", "9012372173"),
        ("ca-ohip", "9876543217"),
        ("ca-sin", "130692544"),
        ("codice-fiscale", "RSSMRA80A01H501U"),
        ("credit-card", "4242424242424242"),
        ("dni-nie", "12345678Z"),
        ("iban", "DE89370400440532013000"),
        ("imei", "490154203237518"),
        ("luhn", "79927398713"),
        ("nhs", "9434765919"),
        ("nir", "255081416802538"),
        ("npi", "1234567893"),
        ("steuer-id", "86095742719"),
        ("vin", "1M8GDM9AXKP042788"),
    ];

    #[test]
    fn checksums_reject_every_change_of_one_digit() {
        for (name, right) in CHECKED {
            let check = find(name).unwrap().check;
            assert!(check(right), "{name}");
            for (at, old) in right.char_indices().filter(|(_, c)| c.is_ascii_digit()) {
                for new in ('0'..='9').filter(|&new| new != old) {
                    let mut wrong = right.to_owned();
                    wrong.replace_range(at..=at, new.encode_utf8(&mut [0; 4]));
                    assert!(!check(&wrong), "{name} {wrong}");
                }
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn no_text_panics(text in "\\PC{0,60}", shaped in "[-+A-Z0-9 ./:()^=,@xé%]{0,40}") {
            for validator in all() {
                (validator.check)(&text);
                (validator.check)(&shaped);
            }
            reserved(&text);
            reserved(&shaped);
        }

        #[test]
        fn blanks_around_do_not_matter(shaped in "[0-9A-Za-z.@-]{1,20}") {
            let padded = format!(" {shaped}\t");
            for validator in all().iter().filter(|validator| !validator.name.starts_with("entropy")) {
                prop_assert_eq!((validator.check)(&shaped), (validator.check)(&padded), "{}", validator.name);
            }
        }
    }
}
