//! The content policy: what a page may load. The same for the `<meta>` element and for hosts' headers.

/// What a page may load: its own site's files, and images of `image_hosts`.
pub(crate) fn policy(image_hosts: &[String]) -> String {
    let images: String = image_hosts.iter().flat_map(|host| [" https://", host.as_str()]).collect();
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'{images}; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'"
    )
}
