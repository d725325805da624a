import { expect, it } from 'vitest';
import { webUrlOf } from '#pipeline/commands/shared/environment.ts';

it.each([
  ['https://api.github.com', 'https://github.com'],
  ['https://api.github.com/', 'https://github.com'],
  ['https://api.octo.ghe.com', 'https://octo.ghe.com'],
  ['https://github.example.gov.cn/api/v3', 'https://github.example.gov.cn'],
  ['https://api.example.gov.cn:8443/api/v3/', 'https://api.example.gov.cn:8443'],
  ['https://api.octo.ghe.com.example.cn', 'https://api.octo.ghe.com.example.cn'],
  ['http://127.0.0.1:4300', 'http://127.0.0.1:4300'],
])('what the API at %s tells is seen at %s', (api, web) => expect(webUrlOf(api, 'shili/xinxi')).toBe(`${web}/shili/xinxi`));
