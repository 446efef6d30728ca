/** What the system's own surfaces say: menu, dialogs. The page has its texts in renderer/i18n. */
export interface Text {
  readonly chooseFolders: string;
  readonly addFolders: string;
  readonly exportInto: string;
  readonly importFrom: string;
  readonly importVocabulary: string;
  readonly exportVocabulary: string;
  readonly vocabularyName: string;
  readonly exportFailures: string;
  readonly failuresName: string;
  readonly importPrecious: string;
  readonly exportPrecious: string;
  readonly preciousName: string;
  readonly chooseDownloadedModel: string;
  readonly chooseOwnModel: string;
  readonly takeModel: string;
  readonly failedTitle: string;
  readonly failedToStart: string;
  /** With a `{path}`. */
  readonly notThere: string;
  readonly unexpected: string;
  readonly windowGone: string;
  readonly openLog: string;
  readonly quitNow: string;
  readonly tryAgain: string;
  readonly menu: MenuText;
}

export interface MenuText {
  readonly file: string;
  readonly edit: string;
  readonly view: string;
  readonly window: string;
  readonly help: string;
  readonly addFolder: string;
  readonly search: string;
  readonly settings: string;
  readonly timeline: string;
  readonly failures: string;
  readonly about: string;
  readonly services: string;
  readonly hide: string;
  readonly hideOthers: string;
  readonly showAll: string;
  readonly quit: string;
  readonly close: string;
  readonly undo: string;
  readonly redo: string;
  readonly cut: string;
  readonly copy: string;
  readonly paste: string;
  readonly selectAll: string;
  readonly zoomIn: string;
  readonly zoomOut: string;
  readonly actualSize: string;
  readonly fullScreen: string;
  readonly developerTools: string;
  readonly minimize: string;
  readonly showLogs: string;
}

const english: Text = {
  chooseFolders: 'Choose folders with photos',
  addFolders: 'Add',
  exportInto: 'Export into this folder',
  importFrom: 'Import from this folder',
  importVocabulary: 'Choose a vocabulary',
  exportVocabulary: 'Save the vocabulary',
  vocabularyName: 'Vocabulary',
  exportFailures: 'Save the list of files that could not be read',
  failuresName: 'Files that could not be read',
  importPrecious: 'Choose what was exported',
  exportPrecious: 'Save everything precious',
  preciousName: 'Lumisift',
  chooseDownloadedModel: 'Choose the folder with the downloaded model',
  chooseOwnModel: 'Choose the folder of your model',
  takeModel: 'Take this folder',
  failedTitle: 'Lumisift',
  failedToStart: 'Lumisift could not open its library.',
  notThere: '{path} is not there.',
  unexpected: 'Something unexpected happened. Your photos are untouched.',
  windowGone: 'The window stopped working.',
  openLog: 'Show log',
  quitNow: 'Quit',
  tryAgain: 'Open it again',
  menu: {
    file: 'File',
    edit: 'Edit',
    view: 'View',
    window: 'Window',
    help: 'Help',
    addFolder: 'Add Folder…',
    search: 'Search',
    settings: 'Settings…',
    timeline: 'All Photos',
    failures: 'Files That Could Not Be Read',
    about: 'About Lumisift',
    services: 'Services',
    hide: 'Hide Lumisift',
    hideOthers: 'Hide Others',
    showAll: 'Show All',
    quit: 'Quit Lumisift',
    close: 'Close Window',
    undo: 'Undo',
    redo: 'Redo',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    selectAll: 'Select All',
    zoomIn: 'Zoom In',
    zoomOut: 'Zoom Out',
    actualSize: 'Actual Size',
    fullScreen: 'Full Screen',
    developerTools: 'Developer Tools',
    minimize: 'Minimize',
    showLogs: 'Show Logs',
  },
};

const chinese: Text = {
  chooseFolders: '选择存放照片的文件夹',
  addFolders: '添加',
  exportInto: '导出到此文件夹',
  importFrom: '从此文件夹导入',
  importVocabulary: '选择词汇表',
  exportVocabulary: '保存词汇表',
  vocabularyName: '词汇表',
  exportFailures: '保存无法读取的文件列表',
  failuresName: '无法读取的文件',
  importPrecious: '选择导出的文件',
  exportPrecious: '保存所有珍贵数据',
  preciousName: 'Lumisift',
  chooseDownloadedModel: '选择存放已下载模型的文件夹',
  chooseOwnModel: '选择您自己模型的文件夹',
  takeModel: '使用此文件夹',
  failedTitle: 'Lumisift',
  failedToStart: 'Lumisift 无法打开图库。',
  notThere: '{path} 不存在。',
  unexpected: '发生了意外错误。您的照片没有任何改动。',
  windowGone: '窗口停止了工作。',
  openLog: '查看日志',
  quitNow: '退出',
  tryAgain: '重新打开',
  menu: {
    file: '文件',
    edit: '编辑',
    view: '显示',
    window: '窗口',
    help: '帮助',
    addFolder: '添加文件夹…',
    search: '搜索',
    settings: '设置…',
    timeline: '所有照片',
    failures: '无法读取的文件',
    about: '关于 Lumisift',
    services: '服务',
    hide: '隐藏 Lumisift',
    hideOthers: '隐藏其他',
    showAll: '全部显示',
    quit: '退出 Lumisift',
    close: '关闭窗口',
    undo: '撤销',
    redo: '重做',
    cut: '剪切',
    copy: '复制',
    paste: '粘贴',
    selectAll: '全选',
    zoomIn: '放大',
    zoomOut: '缩小',
    actualSize: '实际大小',
    fullScreen: '全屏',
    developerTools: '开发者工具',
    minimize: '最小化',
    showLogs: '查看日志',
  },
};

/**
 * @param language the person's choice: `system`, or the code of a language of the page's; without words here: English
 * @param locale of the system, for `system`
 */
export function textIn(language: string, locale: string): Text {
  const wanted = language === 'system' ? locale : language;
  return /^zh\b/i.test(wanted) ? chinese : english;
}
