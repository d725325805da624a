const SCAN_NAME = /审核单|审批单|审核表|签字|签批|签发|盖章|扫描|scan/i;

/** Whether the name of a picture says that it shows a signed form or a page with signatures: such a one is no picture of the text. */
export const namesScan = (name: string): boolean => SCAN_NAME.test(name);
