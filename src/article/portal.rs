//! Links into the provider's portal, which a site outside of it cannot open: what they would open.

/// `data-blade:Extension.BladeName.param.value…`, with its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PortalLink<'a> {
    /// The portal extension, such as `Halden_Compute`; may be empty.
    pub extension: &'a str,
    /// The page within it; may be empty.
    pub blade: &'a str,
    /// Its parameters: name and value.
    pub parameters: Vec<(&'a str, &'a str)>,
    /// Whether the portal shows it as a button.
    pub button: bool,
}

impl<'a> PortalLink<'a> {
    /// Reads `data-blade:…`, `data-blade-uri:…` or `data-context:…`; never fails.
    ///
    /// A second form behind `;` (`data-blade-uri:{$domain}/#…`) says the same for other portals and is
    /// left out; alone it is shown as it is.
    pub fn parse(url: &'a str, button: bool) -> Self {
        let (scheme, rest) = url.split_once(':').unwrap_or(("", url));
        if scheme.trim().to_ascii_lowercase().ends_with("-uri") {
            return Self { extension: "", blade: rest.trim(), parameters: Vec::new(), button };
        }
        let first = rest.split(';').next().unwrap_or_default().trim();
        let mut parts = first.split('.').map(str::trim);
        let extension = parts.next().unwrap_or_default();
        let blade = parts.next().unwrap_or_default();
        let parts: Vec<&str> = parts.collect();
        let parameters =
            parts.chunks(2).map(|pair| (pair[0], pair.get(1).copied().unwrap_or_default())).collect();
        Self { extension, blade, parameters, button }
    }

    /// Where it leads, in words: `Halden_Compute › VmSizeBlade`.
    pub fn path(&self) -> String {
        [self.extension, self.blade]
            .iter()
            .filter(|part| !part.is_empty())
            .copied()
            .collect::<Vec<_>>()
            .join(" › ")
    }

    /// Its parameters, in words: `id = $resourceId`.
    pub fn parameters(&self) -> String {
        let pairs: Vec<String> = self
            .parameters
            .iter()
            .map(
                |(name, value)| {
                    if value.is_empty() { (*name).to_owned() } else { format!("{name} = {value}") }
                },
            )
            .collect();
        pairs.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_read_and_said_in_words() {
        let link = PortalLink::parse(
            "data-blade:Halden_Compute.VmSizeBlade.id.$resourceId.tab.size;data-blade-uri:{$domain}/#x",
            false,
        );
        assert_eq!(link.path(), "Halden_Compute › VmSizeBlade");
        assert_eq!(link.parameters(), "id = $resourceId, tab = size");
        assert_eq!(PortalLink::parse("data-blade:OneBlade", true).path(), "OneBlade");
        assert_eq!(PortalLink::parse("data-blade-uri:{$domain}/#x", false).path(), "{$domain}/#x");
        assert_eq!(PortalLink::parse("data-blade:", false).path(), "");
    }
}
