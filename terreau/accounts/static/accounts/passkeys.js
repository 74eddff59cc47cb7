// Ties the forms of _passkey.html to the functions of django-allauth that speak with the browser.
(() => {
  const forms = [...document.querySelectorAll('form[data-passkey]')]
  const show = (form, name) => { form.querySelector(`[data-when=${name}]`).hidden = false }

  document.addEventListener('allauth.error', (event) => {
    event.preventDefault()
    for (const form of forms) show(form, 'failed')
  })

  forms.forEach((form, index) => {
    form.querySelector('[data-when=unscripted]').hidden = true
    if (!window.PublicKeyCredential) {
      show(form, 'unsupported')
      return
    }
    const passkey = form.dataset.passkey
    const options = form.dataset.options && JSON.parse(form.dataset.options)
    const button = form.querySelector('button')
    button.id = `passkey-button-${index}`
    window.allauth.webauthn.forms[`${passkey}Form`]({
      ids: { [passkey]: button.id, credential: form.elements.credential.id },
      data: { creation_options: options, request_options: options }
    })
    show(form, 'ready')
  })
})()
