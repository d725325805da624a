/** A device with Chinese voices: it writes down what it is to say, and has said it on `finish()`. What is cancelled ends as an error, later. */
export const VOICE = `
  window.said = [];
  window.spoken = null;
  window.finish = () => window.spoken?.onend();
  const synthesis = {
    getVoices: () => [{ lang: 'en-US' }, { lang: 'zh-HK' }, { lang: 'zh_CN', name: '示例' }],
    addEventListener() {},
    cancel() {
      const cancelled = window.spoken;
      window.spoken = null;
      setTimeout(() => cancelled?.onerror({ error: 'canceled' }));
    },
    speak(utterance) { window.said.push(utterance.text); window.spoken = utterance; },
  };
  Object.defineProperty(window, 'speechSynthesis', { value: synthesis });
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
`;
