// Ties the forms of _passkey.html to the functions of django-allauth that speak with the browser.
(() => {
  const forms = [...document.querySelectorAll('form[data-passkey]')]
  const show = (form, name) => { form.querySelector(`[data-when=${name}]`).hidden = false }

  document.addEventListener('allauth.error', (event) => {
    event.preventDefault()
    for (const form of forms) show(form, 'failed')
  })

  forms.forEach((form, index) => {
    if (!window.PublicKeyCredential) {
      show(form, 'unsupported')
      return
    }
    const { passkey, options } = form.dataset
    const button = form.querySelector('button')
    button.id = `passkey-button-${index}`
    window.allauth.webauthn.forms[`${passkey}Form`]({
      ids: { add: button.id, signup: button.id, login: button.id, authenticate: button.id, credential: form.elements.credential.id },
      data: options && JSON.parse(options)
    })
    show(form, 'ready')
  })
})()
