import './styles/tokens.css';
import './styles/base.css';
import './styles/sidebar.css';
import { mount } from 'svelte';
import { createApi } from './api.ts';
import App from './App.svelte';
import { AppState } from './state/app.svelte.ts';

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no #app');
const app = new AppState(createApi(window.lumisift));
mount(App, { target, props: { app } });
void app.start();
