// The only script of these pages: it asks the browser for a passkey and sends the answer with the form it stands in. It reads and writes nothing
// else, loads nothing, and without it every page says what to do instead.
const bytes = text => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), letter => letter.charCodeAt(0));
const text = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
const credentials = ids => (ids ? ids.split(' ') : []).map(id => ({ type: 'public-key', id: bytes(id) }));

const asked = {
  get: async ({ challenge, rp, allow }) => {
    const { rawId, response } = await navigator.credentials.get({
      publicKey: { challenge: bytes(challenge), rpId: rp, userVerification: 'required', allowCredentials: credentials(allow) },
    });
    return {
      credential_id: rawId, authenticator_data: response.authenticatorData, client_data_json: response.clientDataJSON, signature: response.signature,
    };
  },
  create: async ({ challenge, rp, allow, name, user }) => {
    const { response } = await navigator.credentials.create({
      publicKey: {
        challenge: bytes(challenge),
        rp: { id: rp, name: rp },
        user: { id: bytes(user), name, displayName: name },
        pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
        authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
        excludeCredentials: credentials(allow),
        attestation: 'none',
      },
    });
    return { attestation_object: response.attestationObject, authenticator_data: response.getAuthenticatorData(), client_data_json: response.clientDataJSON };
  },
};

const show = (selector, seen) => document.querySelectorAll(selector).forEach(element => { element.hidden = !seen; });

if (window.PublicKeyCredential) {
  show('[data-passkey]', true);
  show('[data-passkey-without]', false);
  document.querySelectorAll('[data-passkey-else]').forEach(button => button.classList.remove('primary'));
  document.querySelectorAll('form[data-passkey]').forEach(form => form.addEventListener('submit', async event => {
    event.preventDefault();
    show('[data-passkey-failed]', false);
    try {
      for (const [name, value] of Object.entries(await asked[form.dataset.passkey](form.dataset))) {
        form.elements.namedItem(name).value = text(value);
      }
      form.submit();
    } catch {
      show('[data-passkey-failed]', true);
    }
  }));
}
